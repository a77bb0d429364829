import type { ChainedRow, ChainFault, Link } from "#lib/domain/audit-chain.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ActorRole, Door } from "#lib/domain/role.ts";

/** Who does something. Nobody who is known has no role. */
export type Doer = { readonly name: string; readonly role: ActorRole | "none"; readonly door: Door };

/** What was done where no ledger's change stands behind it: who came in, who went, what was refused. */
export type Deed = {
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  readonly after: unknown;
};

/** The subject of changes of the deployment's one configuration. */
export const SETTINGS = "Global";

/** Null is any. Texts are looked for in any case of the letters a to z; `text` anywhere in a row. */
export type AuditQuestion = {
  readonly from: Instant;
  readonly to: Instant;
  /** Rows that name the pool. */
  readonly pool: PoolFqdn | null;
  /**
   * Rows that name one of these pools, and those of the deployment's settings; all of them where it is not given. A name is found in
   * a longer one too: who must not see that looks again.
   */
  readonly within?: readonly PoolFqdn[];
  readonly actor: string | null;
  readonly action: string | null;
  readonly door: string | null;
  readonly text: string | null;
};

/** How an audit was found. `fault` is null when every row is as it was written and none is missing. */
export type ChainVerdict = {
  /** Rows that fit, one after the other from the first. */
  readonly rows: number;
  readonly last: Link;
  readonly fault: ChainFault | null;
};

/** The audit as doors read it. What changes the ledger leaves its row by itself, in the same transaction. */
export interface AuditLog {
  /** The latest first: at most `limit` rows, of numbers below `below`. */
  latest(asked: AuditQuestion, below: number | null, limit: number): Promise<readonly ChainedRow[]>;
  /** The oldest first: at most `limit` rows, of numbers above `above`. */
  oldest(asked: AuditQuestion, above: number, limit: number): Promise<readonly ChainedRow[]>;
  /** Reads all of it, in pieces: others get their turn in between. */
  verify(): Promise<ChainVerdict>;
  leave(deed: Deed, by: Doer): Promise<void>;
}
