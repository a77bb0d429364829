import { wholeSecondsSince } from "./age.ts";
import type { DirectionStatus, PartnerImport } from "./direction-status.ts";
import { BEAT_MS, UNHEARD_AFTER_MS } from "./freshness.ts";
import { isoInstant } from "./instant.ts";
import type { LastError } from "./last-error.ts";
import type { ModuleStatus } from "./status.ts";

/*
 * With every beat the evidence of all lanes gets younger, and nothing else changes. So that this costs one moment for all of
 * them, evidence that is in step is told as of the oldest of it: older than it is by a beat at most, never younger.
 */

/** What a whole screen is told of, without its moment. */
export type Told = { readonly Pairs: readonly { readonly Directions: readonly DirectionStatus[] }[] };

/** The common moments: of what the engine saw itself, and of what it heard of partners; null while none is in step. */
export type Moments = { readonly SeenAt: string | null; readonly HeardAt: string | null };

/** Stand where a moment would stand; no moment is written so. */
const SEEN = "seen";
const HEARD = "heard";

/** What lags farther behind the youngest evidence keeps its own moment. */
const IN_STEP_MS = BEAT_MS + 2_000;

/**
 * The moments that evidence has in common at `now`, and the told with a mark wherever one of them is meant. What is too old to
 * be believed keeps its own moment: what is believed would seem judged already if it were told as of that.
 */
export function inStep<T extends Told>(told: T, now: string): { readonly told: T; readonly moments: Moments } {
  const directions = told.Pairs.flatMap((pair) => pair.Directions);
  const seen = directions.flatMap(({ Status }) => Status.BackupModules.flatMap(({ AsOf }) => AsOf ?? []));
  const heard = directions.flatMap(({ PartnerImports }) => PartnerImports.flatMap(({ AsOf }) => AsOf ?? []));
  const since = latest([behind(latest(seen), IN_STEP_MS), behind(now, UNHEARD_AFTER_MS)].flatMap((at) => at ?? []));
  const moments = { SeenAt: earliest(seen, since), HeardAt: earliest(heard, since) };
  return { told: withDirections(told, (direction) => markedDirection(direction, moments)), moments };
}

/** The told with its moments: those in step as of the common ones, ages reckoned at `now`. */
export function outOfStep<T extends Told>(told: T, moments: Moments, now: string): T {
  return withDirections(told, (direction) => readDirection(direction, moments, now));
}

function withDirections<T extends Told>(told: T, change: (direction: DirectionStatus) => DirectionStatus): T {
  return { ...told, Pairs: told.Pairs.map((pair) => ({ ...pair, Directions: pair.Directions.map(change) })) };
}

function markedDirection(direction: DirectionStatus, moments: Moments): DirectionStatus {
  const partners = direction.PartnerImports.map((word) => ({
    ...word,
    AsOf: marked(word.AsOf, moments.HeardAt, HEARD),
  }));
  const word = (module: ModuleStatus) => direction.PartnerImports.find(({ Identity }) => Identity === module.Identity);
  const BackupModules = direction.Status.BackupModules.map((module) => markedModule(module, word(module), moments));
  const Loss = { ...direction.Loss, AsOf: marked(direction.Loss.AsOf, moments.SeenAt, SEEN) };
  return { ...direction, PartnerImports: partners, Loss, Status: { ...direction.Status, AsOf: SEEN, BackupModules } };
}

function markedModule(module: ModuleStatus, word: PartnerImport | undefined, moments: Moments): ModuleStatus {
  const { AsOf, LastFinalAt, LastError: error, OldestChangeAt, SecondsAtRisk } = module;
  return {
    ...module,
    AsOf: marked(AsOf, moments.SeenAt, SEEN),
    LastFinalAt: LastFinalAt === AsOf ? marked(AsOf, moments.SeenAt, SEEN) : LastFinalAt,
    LastError: error && { ...error, At: markedError(error, word, moments) },
    SecondsAtRisk: OldestChangeAt === null ? SecondsAtRisk : null,
  };
}

/** What was refused is refused with every word anew. */
function markedError({ At }: LastError, word: PartnerImport | undefined, { SeenAt, HeardAt }: Moments): string {
  if (At === word?.AsOf && HeardAt !== null && At >= HeardAt) return HEARD;
  return SeenAt !== null && At >= SeenAt ? SEEN : At;
}

function readDirection(direction: DirectionStatus, moments: Moments, now: string): DirectionStatus {
  const BackupModules = direction.Status.BackupModules.map((module) => readModule(module, moments, now));
  const seen = BackupModules.flatMap(({ AsOf }) => AsOf ?? []);
  return {
    ...direction,
    PartnerImports: direction.PartnerImports.map((word) => ({ ...word, AsOf: read(word.AsOf, moments) })),
    Loss: { ...direction.Loss, AsOf: read(direction.Loss.AsOf, moments) },
    Status: { ...direction.Status, AsOf: seen.sort()[0] ?? now, BackupModules },
  };
}

function readModule(module: ModuleStatus, moments: Moments, now: string): ModuleStatus {
  const { AsOf, LastFinalAt, LastError: error, OldestChangeAt, SecondsAtRisk } = module;
  return {
    ...module,
    AsOf: read(AsOf, moments),
    LastFinalAt: read(LastFinalAt, moments),
    LastError: error && { ...error, At: latest([error.FirstAt, read(error.At, moments) ?? ""]) ?? error.FirstAt },
    SecondsAtRisk:
      OldestChangeAt === null ? SecondsAtRisk : wholeSecondsSince(Date.parse(OldestChangeAt), Date.parse(now)),
  };
}

function marked(at: string | null, common: string | null, mark: string): string | null {
  return at !== null && common !== null && at >= common ? mark : at;
}

function read(at: string | null, { SeenAt, HeardAt }: Moments): string | null {
  if (at === SEEN) return SeenAt;
  return at === HEARD ? HeardAt : at;
}

// ISO UTC text sorts as the moments do.

function latest(moments: readonly string[]): string | null {
  return moments.reduce<string | null>((last, at) => (last === null || at > last ? at : last), null);
}

function earliest(moments: readonly string[], since: string | null): string | null {
  if (since === null) return null;
  return moments.reduce<string | null>(
    (first, at) => (at >= since && (first === null || at < first) ? at : first),
    null,
  );
}

function behind(at: string | null, ms: number): string | null {
  return at === null ? null : isoInstant(Date.parse(at) - ms);
}
