import { KIND_WORDS, PAIR_KINDS, type PairKind, pairKind } from "#components/status/census.ts";
import {
  type Concern,
  directionConcern,
  type Risk,
  TARGET_SECONDS,
  type Tone,
  worstOf,
} from "#components/status/concern.ts";
import { elsewherePool, failedSince, sidesOf, silentPool, unknownSince } from "#components/status/evidence.ts";
import { expectedImports, isExpected } from "#components/status/expected.ts";
import { pairRisk } from "#components/status/pair-risk.ts";
import type { Direction, Pair } from "#components/status/snapshot.ts";
import type { Words } from "#components/status/words.ts";
import { duration } from "#lib/domain/duration.ts";
import type { ExportState } from "#lib/domain/export-state.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { fitted } from "./pool-labels.ts";
import { wallModule } from "./wall-modules.ts";

/** One pair as it is read from the other end of a room. */
export type WallPair = {
  readonly pair: Pair;
  readonly kind: PairKind;
  readonly tone: Tone;
  /** The state whose shape stands for the pair. */
  readonly state: ExportState;
  /** Age of the oldest change that has no second copy, as far as it is known. */
  readonly figure: string;
  /** What the figure is, and why. */
  readonly says: Words;
  /** The reason alone, for where there is little room. */
  readonly why: string;
};

export type Labels = ReadonlyMap<PoolFqdn, string>;

const TONES: Record<PairKind, Tone> = {
  failing: "bad",
  unheard: "unknown",
  late: "warn",
  behind: "warn",
  refused: "warn",
  starting: "calm",
  healthy: "calm",
};

const SHAPES: Record<Concern, ExportState> = {
  failed: "ErrorState",
  unheard: "Unknown",
  starting: "NotInitialized",
  behind: "NonSteadyState",
  refused: "NonSteadyState",
  syncing: "SteadyState",
  "keeping-up": "SteadyState",
  equal: "FinalState",
};

/** Every pair in words, worst first; those that are well keep their places: nothing moves on a wall without a reason. */
export function wallPairs(pairs: readonly Pair[], labels: Labels): readonly WallPair[] {
  return pairs.map((pair) => wallPair(pair, labels)).sort((a, b) => rank(a) - rank(b) || minutes(b) - minutes(a));
}

function rank({ kind }: WallPair): number {
  return PAIR_KINDS.indexOf(kind);
}

/** By whole minutes: two that fall behind alike must not change places with every second. */
function minutes({ pair, tone }: WallPair): number {
  return tone === "calm" ? 0 : Math.floor((pairRisk(pair)?.seconds ?? 0) / 60);
}

function wallPair(pair: Pair, labels: Labels): WallPair {
  const kind = pairKind(pair);
  const worst = worstOf(pair.Directions);
  const concern = worst === null ? "starting" : directionConcern(worst);
  const risk = pairRisk(pair);
  const why = worst === null ? "" : reason(concern, worst, pair, labels);
  return {
    pair,
    kind,
    tone: TONES[kind],
    state: kind === "late" ? "NonSteadyState" : SHAPES[concern],
    figure: risk === null ? "Not known" : wallFigure(risk),
    says: worst === null ? [] : says({ kind, concern, worst, pair, risk, why }),
    why: kind === "late" ? KIND_WORDS.late : why,
  };
}

const TEN_MINUTES = 600;
const TEN_HOURS = 36_000;

/** "3 min 48 s", "≥ 12 min": what is large needs no seconds. */
export function wallFigure({ seconds, atLeast }: Risk): string {
  const step = seconds < TEN_MINUTES ? 1 : seconds < TEN_HOURS ? 60 : 3_600;
  return `${atLeast ? "≥ " : ""}${duration((seconds - (seconds % step)) * 1000)}`;
}

type Case = {
  readonly kind: PairKind;
  readonly concern: Concern;
  readonly worst: Direction;
  readonly pair: Pair;
  readonly risk: Risk | null;
  readonly why: string;
};

/** Why is told only of what is not as it should be. */
const TONED: readonly Concern[] = ["failed", "unheard", "starting", "behind", "refused"];

/** No line ends between a number and its unit. */
function whole(length: string): string {
  return length.replaceAll(" ", "\u00a0");
}

function says({ kind, concern, worst, pair, risk, why }: Case): Words {
  if (concern === "equal" && (risk?.seconds ?? 0) === 0) return [why];
  const left = TARGET_SECONDS - (risk?.seconds ?? 0);
  const isNear = concern === "behind" && risk !== null && left > 0;
  const target = duration(TARGET_SECONDS * 1000);
  const reasons = [
    ...(risk === null ? [] : ["at risk"]),
    ...(kind === "late" ? [`${KIND_WORDS.late} of ${target}`] : []),
    ...(TONED.includes(concern) ? [why] : []),
    ...(isNear ? [`reaches ${whole(target)} in ${whole(duration(left * 1000))}`] : []),
  ];
  const since = concern === "failed" ? failedSince(worst, pair) : concern === "unheard" ? unknownSince(worst) : null;
  const text = reasons.join(" · ");
  return since === null ? [text] : [`${text} since `, { at: since }];
}

/** A name within a sentence. */
const NAME_EMS = 9;

/** Why, in a few words: "content behind", "chi silent". */
function reason(concern: Concern, worst: Direction, pair: Pair, labels: Labels): string {
  const { From, To } = worst;
  const of = (pool: PoolFqdn) => fitted(labels.get(pool) ?? pool, NAME_EMS);
  switch (concern) {
    case "failed":
      return failure(worst, of);
    case "unheard": {
      const elsewhere = elsewherePool(worst);
      if (elsewhere !== null) return `${of(elsewhere)} ${elsewhere === silentPool(pair) ? "silent" : "run elsewhere"}`;
      const reasons = sidesOf(worst).map((side) => side.Reason);
      if (unknownSince(worst) === null) return "nothing heard yet";
      if (reasons.includes("engine-unheard")) return "engine silent";
      return reasons.includes("partner-unheard") ? `${of(To)} silent` : "not known";
    }
    case "starting":
      return "first look not ended";
    case "behind":
      return `${names(worst, "NonSteadyState")} of ${of(From)} behind`;
    case "refused":
      return `${of(To)} refuses items`;
    case "syncing":
      return "sync running";
    case "keeping-up":
      return "keeping up";
    case "equal":
      return "nothing waits";
  }
}

function failure(worst: Direction, of: (pool: PoolFqdn) => string): string {
  const failed = worst.Status.BackupModules.filter((one) => isExpected(one) && one.ExportStatus === "ErrorState");
  if (failed.length > 0 && failed.every(({ Reason }) => Reason === "deletion-guard"))
    return `deletions of ${of(worst.From)} held`;
  if (failed.length > 0) return `${names(worst, "ErrorState")} of ${of(worst.From)} failing`;
  return expectedImports(worst).some(({ ImportStatus }) => ImportStatus === "ErrorState")
    ? `${of(worst.To)} cannot import`
    : "failing";
}

function names({ Status }: Direction, state: ExportState): string {
  const modules = Status.BackupModules.filter((module) => isExpected(module) && module.ExportStatus === state);
  return modules.map(({ Identity }) => wallModule(Identity).plain).join(" and ");
}
