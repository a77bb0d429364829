import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { ExportState } from "#lib/domain/export-state.ts";
import type { ImportState } from "#lib/domain/import-state.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { JournalKind } from "#lib/domain/journal-kind.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { LaneTotals } from "#lib/domain/lane-totals.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";
import type { SyncRequest, SyncRun } from "#lib/domain/request.ts";
import type { LaneSample } from "#lib/domain/sample.ts";
import type { CycleNote, PackageNote } from "#lib/domain/trail.ts";

export type Side = "export" | "import";

/** A state that a side of a lane was in. */
export type StateFace = {
  readonly state: Exclude<ExportState | ImportState, "Unknown">;
  readonly reason: ReasonCode | null;
  /** What it failed with, and where; null for what did not fail. */
  readonly sentence: string | null;
  readonly path: string | null;
};

/** A state and for how long it held. What no span covers was not known: Unknown is never stored. */
export type StateSpan = StateFace & {
  readonly lane: Lane;
  readonly side: Side;
  readonly fromAt: Instant;
  /** Null while it holds as far as the engine is heard. */
  readonly untilAt: Instant | null;
};

/** A side of a lane changed its state, or is not known any more. */
export type StateChange = {
  readonly lane: Lane;
  readonly side: Side;
  /** Until when what it was before was known to hold. */
  readonly untilAt: Instant;
  /** What it is from `at` on; null when that is not known. */
  readonly next: (StateFace & { readonly at: Instant; readonly isNotable: boolean }) | null;
};

/** The most that was at risk in the five minutes of each number; what is missing was not known. */
export type SparkPoint = readonly [slot: number, riskMs: number];
export const SPARK_SLOT_MS = 300_000;
export const SPARK_SLOTS = 72;

/** What who listens to the engine made of one word, to be written with it. */
export type Seen = {
  /** The first word of a run: what an earlier one left open held until its last beat, as far as anybody knows. */
  readonly begins: { readonly runId: string; readonly machine: string; readonly at: Instant } | null;
  readonly samples: readonly (LaneSample & { readonly lane: Lane })[];
  readonly changes: readonly StateChange[];
  readonly sparks: readonly { readonly lane: Lane; readonly points: readonly SparkPoint[] }[];
};

/** What earlier runs left of a lane. */
export type LaneMemory = {
  readonly lane: Lane;
  readonly spark: readonly SparkPoint[];
  /** The last state of each side. */
  readonly states: Readonly<Record<Side, StateFace["state"] | null>>;
};

/** The history as the engine's listener uses it; what it writes goes with the engine's word. */
export interface HistoryKeeper {
  memory(): Promise<readonly LaneMemory[]>;
  /**
   * A step of thinning, of one lane and of more while there is time: samples older than two days become one a minute, older
   * than thirty days one an hour, older than two years none; what else is too old or too much goes too. Does nothing while
   * little has become old enough. With time or without, the lane whose turn it is keeps nothing that was due two days ago.
   */
  thin(now: Instant, hasTime: () => boolean): Promise<void>;
}

/** From the first moment, not included, to the last, included. */
export type Span = { readonly from: Instant; readonly to: Instant };

type Entry<Kind extends JournalKind, Rest> = { readonly kind: Kind; readonly at: Instant; readonly id: string } & Rest;

/** Who did something, by the audit. */
type Done = { readonly by: string; readonly door: string; readonly action: string };

/** One thing that happened. */
export type JournalEntry =
  | Entry<"asked", Done & { readonly request: SyncRequest }>
  | Entry<"changed", Done & { readonly subject: string; readonly before: unknown; readonly after: unknown }>
  | Entry<"ran" | "failed", { readonly request: SyncRequest; readonly run: SyncRun }>
  | Entry<"state" | "failed", { readonly span: StateSpan; readonly run?: undefined }>
  | Entry<"engine", { readonly machine: string; readonly runId: string }>;

export type JournalQuestion = Span & {
  /** Of the pool, whichever side it is on. */
  readonly pool: PoolFqdn | null;
  /** Of one of these pools, or of the deployment; everything where it is not given. */
  readonly within?: readonly PoolFqdn[];
  readonly module: ModuleName | null;
  /** Of what that pool exports alone; with `module`, of one lane. */
  readonly exporter: PoolFqdn | null;
  readonly kinds: readonly JournalKind[];
  /** After this entry, as `next` named it. */
  readonly after: string | null;
  readonly limit: number;
};

/** The latest first; `next` names the last entry when there are more. */
export type JournalPage = { readonly entries: readonly JournalEntry[]; readonly next: string | null };

/** The history as doors read it. Only the engine's word adds to it. */
export interface HistoryReader {
  /** A lane's samples, oldest first: at most `most` of them, folded from what is kept. */
  samples(lane: Lane, span: Span, most: number): Promise<readonly LaneSample[]>;
  /** The small charts of all lanes, in one read. */
  sparks(): Promise<readonly { readonly lane: Lane; readonly points: readonly SparkPoint[] }[]>;
  /** What a side of a lane was in, oldest first: those that touch the span, the latest `most` of them. */
  states(lane: Lane, side: Side, span: Span, most: number): Promise<readonly StateSpan[]>;
  /** The latest first. */
  cycles(lane: Lane, span: Span, most: number): Promise<readonly CycleNote[]>;
  packages(lane: Lane, most: number): Promise<readonly PackageNote[]>;
  /** The requests of a lane that were asked for or ended in the span, oldest first. */
  requests(
    lane: Lane,
    span: Span,
    most: number,
  ): Promise<readonly { readonly request: SyncRequest; readonly run: SyncRun }[]>;
  /** What lanes did since the ledger counts. */
  totals(): Promise<readonly LaneTotals[]>;
  /** The highest package epoch that is known of a lane; 0 before the first. */
  epoch(lane: Lane): Promise<number>;
  /** Null when `after` names no entry. */
  journal(asked: JournalQuestion): Promise<JournalPage | null>;
}
