import { join } from "node:path";
import type { Instant } from "#lib/domain/instant.ts";
import { type CopyReason, copiesFolder, type LedgerCopy, listCopies } from "#lib/stores/sqlite/ledger/copies.ts";
import { copyLedger } from "#lib/stores/sqlite/ledger/copy-ledger.ts";
import { restoreLedger } from "#lib/stores/sqlite/ledger/restore-ledger.ts";

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
