import type { TokenRole } from "#lib/domain/role.ts";

/** A program's way in. The token itself is never kept, only its sha256 in hex. */
export type TokenRecord = {
  readonly hash: string;
  /** Under which its requests are audited. */
  readonly name: string;
  readonly role: TokenRole;
  readonly madeAt: number;
};

/** The ledger as the door for programs uses it. */
export interface TokenLedger {
  /** The token of that hash; null when there is none or it was revoked. */
  tokenByHash(hash: string): Promise<TokenRecord | null>;
  /** Makes `token` the only one of its name: others of that name are revoked in the same transaction. */
  replaceToken(token: TokenRecord): Promise<void>;
}
