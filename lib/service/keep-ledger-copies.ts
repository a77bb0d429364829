import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { copiesFolder, type LedgerCopy, listCopies } from "#lib/stores/sqlite/ledger/copies.ts";
import { sweepDrafts } from "#lib/stores/sqlite/ledger/copy-ledger.ts";

/* Apart from the command that puts a copy back: the server keeps copies and never replaces the ledger that it has open. */

export const COPY_EVERY_MS = 6 * 3_600_000;
const LOOK_EVERY_MS = 60_000;
const RETRY_AFTER_MS = 3_600_000;

type Keeper = {
  readonly clock: Clock;
  /** Makes a scheduled copy, in a process of its own: a look at all of a large ledger would hold up every page. True when it is made. */
  readonly copy: () => Promise<boolean>;
  readonly signal: AbortSignal;
};

/**
 * Copies the ledger every six hours until the signal, the first time at once when the last copy is older. One that failed is
 * tried again after an hour: a disk that is nearly full is not filled every minute. Never rejects.
 */
export async function keepLedgerCopies(dataFolder: string, { clock, copy, signal }: Keeper): Promise<void> {
  const folder = copiesFolder(dataFolder);
  let failedAt: number | null = null;
  sweepDrafts(folder);
  while (!signal.aborted) {
    const rests = failedAt !== null && clock.elapsed() - failedAt < RETRY_AFTER_MS;
    if (!rests && isDue(listCopies(folder), clock.now()))
      failedAt = (await copy().catch(() => false)) ? null : clock.elapsed();
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** A copy from a clock that was far ahead says nothing of the time since. */
function isDue(copies: readonly LedgerCopy[], now: Instant): boolean {
  return !copies.some(({ at, why }) => why === "scheduled" && Math.abs(now - at) < COPY_EVERY_MS);
}
