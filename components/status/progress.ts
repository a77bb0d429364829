import type { FaceView } from "#lib/domain/direction-status.ts";
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
export function progressWords(sync: SyncProgress, faces: readonly FaceView[]): Words {
  if (!isOpen(sync)) return endWords(sync, faces);
  const phases = new Set(sync.Modules.map((run) => run.Phase));
  if (phases.size === 1 && phases.has("accepted")) return ["Asked at ", { at: sync.RequestedAt }, ", starts at once"];
  if (phases.size === 1 && phases.has("looking")) return ["Looking for what there is to send"];
  const open = sync.Modules.filter((run) => run.EndedAt === null);
  const told = open.map((run) => (open.length === 1 ? sentence(phaseWords(run, faces)) : named(run, faces)));
  return [told.join("; ")];
}

const NOUNS: Readonly<Record<SyncProgress["What"], string>> = {
  "full-push": "sync",
  delta: "backup",
  restore: "restore",
  adopt: "adoption",
  release: "release",
  "bring-back": "return from the trash",
  compare: "compare",
  "send-again": "sending again of what differs",
  retry: "retry",
  skip: "skip",
};

/** What a run is called where it is spoken of. */
export function runNoun({ What }: Pick<SyncProgress, "What">): string {
  return NOUNS[What];
}

function endWords(sync: SyncProgress, faces: readonly FaceView[]): Words {
  const at = { at: endedAt(sync) };
  if (sync.State === "Failed") return ["Failed at ", at];
  if (sync.State === "Cancelled") return ["Stopped at ", at];
  return ["Done at ", at, `: ${doneWords(sync.Modules, faces)}`];
}

function named(run: RunProgress, faces: readonly FaceView[]): string {
  return `${moduleWords(run.Identity, faces).short}: ${phaseWords(run, faces)}`;
}

function phaseWords(run: RunProgress, faces: readonly FaceView[]): string {
  const { item } = moduleWords(run.Identity, faces);
  switch (run.Phase) {
    case "accepted":
      return "waits its turn";
    case "asking":
      return "asking the partner what it has";
    case "looking":
      return "looking";
    case "sending": {
      const total = run.TotalItems ?? 0;
      if (run.LeftItems > 0 && run.GoneItems >= run.LeftItems)
        return `deleting ${counted(run.LeftItems, item)} there, after the rest is acknowledged`;
      return `sending ${count(Math.max(0, total - run.LeftItems))} of ${counted(total, item)}`;
    }
    case "sent":
      return `waiting for ack of ${counted(run.InFlightItems, item)}`;
    case "done":
      return "done";
  }
}

function doneWords(runs: readonly RunProgress[], faces: readonly FaceView[]): string {
  const copied = runs.filter(({ TotalItems }) => (TotalItems ?? 0) > 0);
  const what = copied.map(({ TotalItems, Identity }) => counted(TotalItems ?? 0, moduleWords(Identity, faces).item));
  return what.length === 0 ? "there was nothing to copy" : what.join(", ");
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
