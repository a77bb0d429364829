import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Quarantined } from "#lib/domain/quarantine.ts";

/** Where an item is that the partner is not known to have. Of several places the first in this order. */
export const LOSS_REASONS = ["quarantined", "held", "in-flight", "pending"] as const;
export type LossReason = (typeof LOSS_REASONS)[number];

/** An item that would be lost with its pool. */
export type LossEntry = {
  readonly table: string;
  readonly key: string;
  /** First time of its oldest change. */
  readonly since: Instant;
  readonly why: LossReason;
  /** What would be lost is that it was deleted. */
  readonly isDeletion: boolean;
  /** A later page goes on after it by this. */
  readonly mark: string;
};

export type LossQuestion = {
  readonly module: ModuleName;
  /** What the partner refused, by its word. */
  readonly refused: readonly Pick<Quarantined, "table" | "key" | "since">[];
  readonly newestFirst: boolean;
  /** Goes on after the entry of that mark. */
  readonly after: string | null;
  readonly limit: number;
};

export type LossPage = { readonly entries: readonly LossEntry[]; readonly hasMore: boolean };

/** What would be lost with one pool, item by item. Looks by itself, beside the engine, and holds up nobody. */
export interface LossList {
  /** Each item once, by the time of its oldest change. Faults with "store-lost" where the pool's store is not the right one. */
  page(question: LossQuestion): Promise<LossPage>;
}
