import type { CycleLimit } from "#lib/domain/limits.ts";
import type { Room } from "#lib/ports/backup-module.ts";

/** Batches that each queue has sent in this window. */
export type Queued = { readonly high: number; readonly normal: number };

export const NOTHING_QUEUED: Queued = { high: 0, normal: 0 };

/**
 * Batches that each queue may still claim (D8): at least one each, then the percentage. With a limit of one batch the
 * percentage says whose it is, and the other has it when the first has nothing.
 */
export function reservedBatches({ batches, highBatches }: CycleLimit, sent: Queued): Room["reserved"] {
  if (!Number.isFinite(batches)) return { high: 0, normal: 0 };
  const high = batches === 1 ? Math.min(1, highBatches) : Math.min(batches - 1, Math.max(1, highBatches));
  return { high: Math.max(0, high - sent.high), normal: Math.max(0, batches - high - sent.normal) };
}
