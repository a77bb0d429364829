import { z } from "zod";
import type { AccountView, AccountWithLink } from "#lib/commands/account-view.ts";
import type { AccountsView } from "#lib/commands/get-accounts.ts";
import { ROLES } from "#lib/domain/role.ts";
import { tells } from "./tells.ts";
import { count, name } from "./words.ts";

const account = {
  Identity: name,
  Role: z.enum(ROLES),
  Pools: name.meta({ description: "all, or full names of pools with commas between them." }),
  Disabled: z.boolean(),
  SignsInBy: z.enum(["Password", "Provider"]),
  HasPassword: z.boolean(),
  TwoFactor: z.boolean(),
  Sessions: count,
};

/** Somebody who may sign in. */
export const accountView = tells<AccountView>()("Account", z.strictObject(account));

export const accountsView = tells<AccountsView>()(
  "AccountsPage",
  z.strictObject({ Accounts: z.array(accountView), Next: name.nullable() }),
);

/** With the path that signs in once, where there is a new one. */
export const accountWithLink = tells<AccountWithLink>()(
  "AccountWithLink",
  z.strictObject({
    ...account,
    SignInPath: name.nullable().meta({ description: "Signs in once, within an hour; told this once." }),
  }),
);
