import { exportsAs } from "./cms-role.ts";
import type { ExportReport } from "./evidence.ts";
import { isFresh, STALLED_AFTER_MS } from "./freshness.ts";
import { type Instant, isoOrNull } from "./instant.ts";
import { judgeExport } from "./lane-state.ts";
import { addLoss, type LossCounts, lossItems, NO_LOSS } from "./loss.ts";
import type { ReasonCode } from "./reasons.ts";
import type { ModuleEvidence, StatusQuestion } from "./status.ts";

/**
 * What would be lost if the exporting pool died now (A12): things that the partner is not known to have. "AtLeast": these
 * and perhaps more, for `Why`; "Unknown": nothing can be said. Instants are ISO UTC text.
 */
export type DirectionLoss = {
  readonly Is: "Counted" | "AtLeast" | "Unknown";
  readonly Why: ReasonCode | null;
  /** Whose rows changed, and which conferences; files and folders; documents of the Central Management store; other rows. */
  readonly Users: number;
  readonly Conferences: number;
  readonly Files: number;
  readonly Documents: number;
  readonly Others: number;
  /** Refused by the partner, which did not name them. */
  readonly Unnamed: number;
  /** First time of the oldest of these changes; null when there is none. */
  readonly Since: string | null;
  /** The moment of the counts; of files they are as of the last complete scan, `FilesAsOf`. Null before any. */
  readonly AsOf: string | null;
  readonly FilesAsOf: string | null;
};

/** One lane's part of it, with why it is not all; null counts where nothing can be said. */
type LanePart = {
  readonly counts: LossCounts | null;
  readonly unnamed: number;
  readonly since: Instant | null;
  readonly at: Instant | null;
  readonly scanAt: Instant | null;
  readonly doubt: ReasonCode | null;
};

const NOTHING = { counts: null, unnamed: 0, since: null, at: null, scanAt: null };

/** Judges what a direction would lose, from the same evidence as its status. */
export function directionLoss(asked: StatusQuestion): DirectionLoss {
  const parts = asked.modules
    .filter(({ exported }) => exportsAs(exported?.role ?? null))
    .map((evidence) => countedPart(evidence, asked));
  const known = parts.filter(({ counts }) => counts !== null);
  const counts = known.reduce((sum, part) => addLoss(sum, part.counts ?? NO_LOSS), NO_LOSS);
  const unnamed = known.reduce((sum, part) => sum + part.unnamed, 0);
  const doubt = parts.find((part) => part.counts === null)?.doubt ?? parts.find((part) => part.doubt !== null)?.doubt;
  const why = parts.length === 0 ? "starting" : (doubt ?? null);
  if (why !== null && lossItems(counts) + unnamed === 0) return unknownLoss(why);
  return {
    Is: why === null ? "Counted" : "AtLeast",
    Why: why,
    Users: counts.users,
    Conferences: counts.conferences,
    Files: counts.files,
    Documents: counts.documents,
    Others: counts.others,
    Unnamed: unnamed,
    Since: isoOrNull(earliest(known.map((part) => part.since))),
    AsOf: isoOrNull(earliest(known.map((part) => part.at))),
    FilesAsOf: isoOrNull(earliest(known.map((part) => part.scanAt))),
  };
}

/** Nothing can be said: a number would be read as all there is. */
export function unknownLoss(why: ReasonCode | null): DirectionLoss {
  const none = { Users: 0, Conferences: 0, Files: 0, Documents: 0, Others: 0, Unnamed: 0 };
  return { Is: "Unknown", Why: why, ...none, Since: null, AsOf: null, FilesAsOf: null };
}

/** True when anything is counted. */
export function hasLoss({ Users, Conferences, Files, Documents, Others, Unnamed }: DirectionLoss): boolean {
  return Users + Conferences + Files + Documents + Others + Unnamed > 0;
}

/** Why one lane's evidence does not tell all that the partner lacks; null when it does. */
export function laneDoubt(evidence: ModuleEvidence, asked: StatusQuestion): ReasonCode | null {
  return lanePart(evidence, asked).doubt;
}

/** Many are counted now and then: an old count is no word of what came since. */
function countedPart(evidence: ModuleEvidence, asked: StatusQuestion): LanePart {
  const part = lanePart(evidence, asked);
  const isOld = evidence.exported !== null && !isFresh(part.at, evidence.exported.at);
  return { ...part, doubt: part.doubt ?? (isOld ? "counting" : null) };
}

function lanePart({ module, exported, runs }: ModuleEvidence, asked: StatusQuestion): LanePart {
  const { hearing, isHere, isPartnerHere, intervalMs, now } = asked;
  if (!isHere) return { ...NOTHING, doubt: "pool-elsewhere" };
  const judged = judgeExport(exported, runs, hearing, intervalMs, now);
  if (exported === null || judged.reason === "engine-unheard" || exported.runId !== hearing.runId)
    return { ...NOTHING, doubt: judged.reason ?? "starting" };
  // A standby that is gone holds nothing: what waits is the least of it.
  if (judged.reason === "standby-lost") return { ...NOTHING, doubt: judged.reason };
  const { loss, lastScanAt, cutOff } = exported;
  const isFiles = module.kind === "files";
  const scanAt = isFiles ? lastScanAt : null;
  // What changed before this run is known when a look was through; what was found before is not all.
  if (loss === null || cutOff === null || (isFiles && scanAt === null))
    return { ...NOTHING, doubt: judged.reason ?? "starting" };
  return {
    counts: loss.counts,
    unnamed: loss.unnamed,
    since: loss.since,
    at: loss.at,
    scanAt,
    doubt: doubtOf(
      exported,
      judged.state === "ErrorState" ? judged.reason : null,
      scanAt,
      intervalMs,
      now,
      isPartnerHere,
    ),
  };
}

/** Why there may be more than was counted. */
function doubtOf(
  { partner }: ExportReport,
  failure: ReasonCode | null,
  scanAt: Instant | null,
  intervalMs: number,
  now: Instant,
  isPartnerHere: boolean,
): ReasonCode | null {
  // What the guard holds is counted, and all else goes on.
  if (failure !== null && failure !== "deletion-guard") return failure;
  if (!isFresh(partner?.heardAt ?? null, now)) return isPartnerHere ? "partner-unheard" : "pool-elsewhere";
  if (partner?.quarantine == null) return "partner-fails";
  if (partner.standby !== "ok") return "restoring";
  return scanAt !== null && now - scanAt > intervalMs + STALLED_AFTER_MS ? "look-old" : null;
}

function earliest(moments: readonly (Instant | null)[]): Instant | null {
  const known = moments.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
