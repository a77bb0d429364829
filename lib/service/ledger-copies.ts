import { join } from "node:path";
import type { Instant } from "#lib/domain/instant.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { type CopyReason, copiesFolder, type LedgerCopy, listCopies } from "#lib/stores/sqlite/ledger/copies.ts";
import { copyLedger } from "#lib/stores/sqlite/ledger/copy-ledger.ts";
import { restoreLedger } from "#lib/stores/sqlite/ledger/restore-ledger.ts";

export const COPY_EVERY_MS = 6 * 3_600_000;
const LOOK_EVERY_MS = 60_000;

const ledgerIn = (dataFolder: string) => join(dataFolder, "ledger.db");

/** The copies of a data folder's ledger, newest first. */
export const ledgerCopies = (dataFolder: string): readonly LedgerCopy[] => listCopies(copiesFolder(dataFolder));

/** Copies it now. */
export function copyLedgerOf(dataFolder: string, at: Instant, why: CopyReason): Promise<LedgerCopy> {
  return copyLedger(ledgerIn(dataFolder), copiesFolder(dataFolder), at, why);
}

/** Puts a copy back, by its name; nobody may have the ledger open. */
export function restoreLedgerOf(dataFolder: string, name: string, at: Instant): Promise<void> {
  const folder = copiesFolder(dataFolder);
  return restoreLedger(join(folder, name), ledgerIn(dataFolder), folder, at);
}

type Keeper = { readonly clock: Clock; readonly log: (line: string) => void; readonly signal: AbortSignal };

/** Copies the ledger every six hours until the signal, the first time at once when the last copy is older. Never rejects. */
export async function keepLedgerCopies(dataFolder: string, { clock, log, signal }: Keeper): Promise<void> {
  let failure = "";
  while (!signal.aborted) {
    try {
      if (isDue(ledgerCopies(dataFolder), clock.now())) await copyLedgerOf(dataFolder, clock.now(), "scheduled");
      failure = "";
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== failure) log(`the ledger could not be copied: ${why}`); // it is tried again every minute
      failure = why;
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** A copy from a clock that was far ahead says nothing of the time since. */
function isDue(copies: readonly LedgerCopy[], now: Instant): boolean {
  return !copies.some(({ at, why }) => why === "scheduled" && Math.abs(now - at) < COPY_EVERY_MS);
}
