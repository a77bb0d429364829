import type { DirectionStatus } from "#lib/domain/direction-status.ts";
import { duration } from "#lib/domain/duration.ts";
import { type ExportState, isBlind } from "#lib/domain/export-state.ts";
import type { ImportState } from "#lib/domain/import-state.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { TARGET_SECONDS } from "#lib/domain/target.ts";
import { expectedImports, expectedModules } from "./expected.ts";

/** What a direction asks of its reader, worst first. */
const CONCERNS = ["failed", "unheard", "starting", "behind", "refused", "syncing", "keeping-up", "equal"] as const;
export type Concern = (typeof CONCERNS)[number];

/** How loud a concern is on a screen, loudest first. */
export const LOUDNESS = ["bad", "unknown", "warn", "calm"] as const;
export type Tone = (typeof LOUDNESS)[number];

export const TONES: Record<Concern, Tone> = {
  failed: "bad",
  unheard: "unknown",
  starting: "calm",
  behind: "warn",
  refused: "warn",
  syncing: "calm",
  "keeping-up": "calm",
  equal: "calm",
};

export { TARGET_SECONDS };

const BY_STATE: Record<ExportState | ImportState, Concern> = {
  ErrorState: "failed",
  Unknown: "unheard",
  NotInitialized: "starting",
  NonSteadyState: "behind",
  SteadyState: "keeping-up",
  FinalState: "equal",
  NormalState: "equal",
};

/** The concern of one module's export; being sent because someone asked is no backlog, and what was refused needs a person. */
export function exportConcern({ ExportStatus, Reason }: Pick<ModuleStatus, "ExportStatus" | "Reason">): Concern {
  if (ExportStatus === "SteadyState" && Reason === "quarantined") return "refused";
  return ExportStatus === "NonSteadyState" && Reason === "request-runs" ? "syncing" : BY_STATE[ExportStatus];
}

/** What was judged already: a snapshot never changes, and a page asks many times what it says. */
const judged = new WeakMap<DirectionStatus, Concern>();

/** A direction is as bad as the worst that runs in it: the source's exports and the partner's imports (D7, D15). */
export function directionConcern(direction: DirectionStatus): Concern {
  const known = judged.get(direction);
  if (known !== undefined) return known;
  const concern = judge(direction);
  judged.set(direction, concern);
  return concern;
}

function judge(direction: DirectionStatus): Concern {
  const all = [
    ...expectedModules(direction).map(exportConcern),
    ...expectedImports(direction).map(({ ImportStatus }) => BY_STATE[ImportStatus]),
  ];
  return CONCERNS.find((concern) => all.includes(concern)) ?? "starting";
}

/** A pair is as loud as its loudest direction; where nothing else is to be said, what waits beyond the target is a warning. */
export function pairTone(pair: { readonly Directions: readonly DirectionStatus[] }): Tone {
  const tones = pair.Directions.map((direction) => TONES[directionConcern(direction)]);
  const loudest = LOUDNESS.find((tone) => tones.includes(tone)) ?? "calm";
  return loudest === "calm" && isLate(pair) ? "warn" : loudest;
}

/** Something has had no second copy for longer than it should. */
export function isLate({ Directions }: { readonly Directions: readonly DirectionStatus[] }): boolean {
  return Directions.some((direction) => (riskOf(direction)?.seconds ?? 0) > TARGET_SECONDS);
}

/** Age of the oldest change that the partner is not known to have; `atLeast` while not everything could be looked at. */
export type Risk = { readonly seconds: number; readonly atLeast: boolean };

/** What a direction has at risk; null when that is not known: nothing was seen is not the same as nothing is there. */
export function riskOf(direction: Pick<DirectionStatus, "Status">): Risk | null {
  const modules = expectedModules(direction);
  const ages = modules.map((module) => module.SecondsAtRisk);
  const blind = modules.filter(({ ExportStatus, SecondsAtRisk }) => SecondsAtRisk === null || isBlind(ExportStatus));
  const seconds = Math.max(0, ...ages.map(Number));
  if (blind.length === 0) return { seconds, atLeast: false };
  return leastRisk(
    blind.map(({ SecondsAtRisk }) => SecondsAtRisk ?? 0),
    seconds,
  );
}

/**
 * At least so much, where not everything could be looked at: `own` of what cannot, `seconds` of all. What the copies that are
 * well have at risk comes and goes with their cycles and says nothing of the others; beyond the target it is told.
 */
export function leastRisk(own: readonly number[], seconds: number): Risk | null {
  const known = Math.max(0, ...own, seconds > TARGET_SECONDS ? seconds : 0);
  return known === 0 ? null : { seconds: known, atLeast: true };
}

/** "3 min 48 s", "≥ 12 min" */
export function riskText({ seconds, atLeast }: Risk): string {
  return `${atLeast ? "≥ " : ""}${duration(seconds * 1000)}`;
}

/** Quiet concerns share a place: a row must not move under a finger because it was just synced. */
function place(direction: DirectionStatus): number {
  return Math.min(CONCERNS.indexOf(directionConcern(direction)), CONCERNS.indexOf("syncing"));
}

/** Worst first; equals keep their order. */
export function worstFirst<D extends DirectionStatus>(directions: readonly D[]): readonly D[] {
  return sortedBy(directions, place);
}

/** The direction that a headline speaks of: the worst of all, quiet ones told apart too; null when there is none. */
export function worstOf<D extends DirectionStatus>(directions: readonly D[]): D | null {
  return sortedBy(directions, (direction) => CONCERNS.indexOf(directionConcern(direction)))[0] ?? null;
}

/** Smallest first, equals in their order; each is judged once, for there may be thousands. */
function sortedBy<T>(all: readonly T[], rank: (one: T) => number): readonly T[] {
  return all
    .map((one) => ({ one, at: rank(one) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
