import type { Instant } from "./instant.ts";

/** What people count when they ask what would be lost: of rows whose or which, never how many. */
export const LOSS_KINDS = ["users", "conferences", "files", "documents", "others"] as const;
export type LossKind = (typeof LOSS_KINDS)[number];

export type LossCounts = Readonly<Record<LossKind, number>>;

export const NO_LOSS: LossCounts = { users: 0, conferences: 0, files: 0, documents: 0, others: 0 };

/** What of a lane the partner is not known to have, every thing once: pending, in flight, held or refused. */
export type LaneLoss = {
  readonly counts: LossCounts;
  /** Refused by the partner, which counted and did not name them: they may be among the others. */
  readonly unnamed: number;
  /** First time of the oldest change among them; null when there is none. */
  readonly since: Instant | null;
  readonly at: Instant;
};

/** How many things that are. */
export function lossItems(counts: LossCounts): number {
  return LOSS_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

export function addLoss(a: LossCounts, b: LossCounts): LossCounts {
  const sum = (kind: LossKind) => a[kind] + b[kind];
  return {
    users: sum("users"),
    conferences: sum("conferences"),
    files: sum("files"),
    documents: sum("documents"),
    others: sum("others"),
  };
}
