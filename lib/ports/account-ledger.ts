import type { Account, AccountChange, AccountRefusal } from "#lib/domain/account.ts";
import type { Actor } from "#lib/domain/role.ts";

/** The ledger as accounts are kept in it. What changes one leaves its audit row in the same transaction. */
export interface AccountLedger {
  /** Every account, by name. */
  accounts(): Promise<readonly Account[]>;
  /** An account without a password; false where the name is another's already. */
  make(made: Pick<Account, "id" | "name" | "role" | "pools">, by: Actor): Promise<boolean>;
  /** The account as it is then; its sessions are ended. */
  change(name: string, change: AccountChange, by: Actor): Promise<Account | AccountRefusal>;
  /** With its password and its sessions; what it did stays in the audit under its name. Returns it as it was. */
  remove(name: string, by: Actor): Promise<Account | AccountRefusal>;
}
