import { count, counted } from "./amount.ts";
import { moduleWords } from "./module-words.ts";
import type { RunProgress, SyncProgress } from "./snapshot.ts";
import type { Words } from "./words.ts";

/** True while any part of the sync has not ended. */
export function isOpen(sync: SyncProgress): boolean {
  return sync.Modules.some((run) => run.EndedAt === null);
}

/** The sync that a direction speaks of: the newest that runs, else the last that ended. */
export function spokenSync(syncs: readonly SyncProgress[]): SyncProgress | null {
  const open = syncs.filter(isOpen);
  return (open.length > 0 ? latest(open, (sync) => sync.RequestedAt) : latest(syncs, endedAt)) ?? null;
}

function latest(syncs: readonly SyncProgress[], by: (sync: SyncProgress) => string): SyncProgress | undefined {
  return [...syncs].sort((a, b) => by(b).localeCompare(by(a)))[0];
}

function endedAt(sync: SyncProgress): string {
  return sync.Modules.reduce((last, { EndedAt }) => (EndedAt !== null && EndedAt > last ? EndedAt : last), "");
}

/** How far a sync is, in words: "Sending 120 of 300 rows", "Done at 12:04:30: 300 rows, 2 files and folders". */
export function progressWords(sync: SyncProgress): Words {
  if (!isOpen(sync)) return ["Done at ", { at: endedAt(sync) }, `: ${doneWords(sync.Modules)}`];
  const phases = new Set(sync.Modules.map((run) => run.Phase));
  if (phases.size === 1 && phases.has("accepted")) return ["Asked at ", { at: sync.RequestedAt }, ", starts at once"];
  if (phases.size === 1 && phases.has("looking")) return ["Looking for what there is to send"];
  const open = sync.Modules.filter((run) => run.EndedAt === null);
  const told = open.map((run) => (open.length === 1 ? sentence(phaseWords(run)) : named(run)));
  return [told.join("; ")];
}

function named(run: RunProgress): string {
  return `${moduleWords(run.Identity).short}: ${phaseWords(run)}`;
}

function phaseWords(run: RunProgress): string {
  const { item } = moduleWords(run.Identity);
  switch (run.Phase) {
    case "accepted":
      return "waits its turn";
    case "looking":
      return "looking";
    case "sending": {
      const total = run.TotalItems ?? 0;
      return `sending ${count(Math.max(0, total - run.LeftItems))} of ${counted(total, item)}`;
    }
    case "sent":
      return `waiting for ack of ${counted(run.InFlightItems, item)}`;
    case "done":
      return "done";
  }
}

function doneWords(runs: readonly RunProgress[]): string {
  const copied = runs.filter((run) => copiedItems(run) > 0);
  const gone = runs.reduce((sum, run) => sum + run.GoneItems, 0);
  const what = copied.map((run) => counted(copiedItems(run), moduleWords(run.Identity).item)).join(", ");
  return [what === "" ? "there was nothing to copy" : what, ...(gone > 0 ? [goneWords(gone)] : [])].join("; ");
}

function copiedItems({ TotalItems }: RunProgress): number {
  return TotalItems ?? 0;
}

function goneWords(gone: number): string {
  return gone === 1 ? "1 deleted item was not copied" : `${count(gone)} deleted items were not copied`;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Items on their way or through, of all that the sync counted; null before every part has counted. */
export function progressShare({ Modules }: SyncProgress): number | null {
  const totals = Modules.map((run) => run.TotalItems);
  if (totals.some((total) => total === null)) return null;
  const total = totals.reduce((sum: number, each) => sum + Number(each), 0);
  const left = Modules.reduce((sum, run) => sum + run.LeftItems + run.InFlightItems, 0);
  return total === 0 ? null : Math.min(1, Math.max(0, (total - left) / total));
}
