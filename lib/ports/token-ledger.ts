import type { Actor } from "#lib/domain/role.ts";
import type { Token } from "#lib/domain/token.ts";

/** A token that is to be written down: itself it is never kept, only its sha256 in hex. */
export type NewToken = Omit<Token, "madeBy" | "lastUsedAt" | "account" | "isShut"> & { readonly hash: string };

/** One that the service makes for itself. */
export type OwnToken = Pick<NewToken, "id" | "hash" | "name" | "role" | "madeAt">;

/** The ledger as the door for programs uses it. */
export interface TokenLedger {
  /** The token of that hash, also when its time is over or it is shut; null when there is none or it was removed. */
  tokenByHash(hash: string): Promise<Token | null>;
  /**
   * Makes `token`, for all pools and without end, the only one of its name: others of that name are removed in the same
   * transaction. With its audit row.
   */
  replaceToken(token: OwnToken): Promise<void>;
  /**
   * Adds a token, of the account that `by` is or of the one that the token `by` is of; false when there is one of its name, also one
   * whose time is over. With its audit row.
   */
  addToken(token: NewToken, by: Actor): Promise<boolean>;
  /** Every token that was not removed, the oldest first. */
  tokens(): Promise<readonly Token[]>;
  used(id: string, at: number): Promise<void>;
  /** False when there is none of that id, or it was removed. With its audit row. */
  removeToken(id: string, by: Actor): Promise<boolean>;
}
