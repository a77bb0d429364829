import type { ModuleName } from "./backup-module.ts";
import type { ExportState } from "./export-state.ts";
import type { ImportState } from "./import-state.ts";
import type { PoolFqdn } from "./pool.ts";
import type { ReasonCode } from "./reasons.ts";
import type { RequestKind, RunEnd } from "./request.ts";
import type { CycleEnd } from "./trail.ts";

// What doors tell of the past, and screens show. Instants are ISO UTC text.

/**
 * What was known of a lane's backlog from `Since` to `At`: figures as they were at `At`, and the most and the least of them in
 * between. What no point covers was not known.
 */
export type SamplePoint = {
  readonly Since: string;
  readonly At: string;
  readonly PendingItems: number;
  readonly PendingItemsLeast: number;
  readonly PendingItemsMost: number;
  /** Null while the size of something that waits was not known. */
  readonly PendingBytes: number | null;
  readonly PendingBytesLeast: number | null;
  readonly PendingBytesMost: number | null;
  readonly UnackedItems: number;
  readonly UnackedItemsMost: number;
  readonly UnackedPackages: number;
  readonly UnackedPackagesMost: number;
  readonly SecondsAtRisk: number;
  readonly SecondsAtRiskLeast: number;
  readonly SecondsAtRiskMost: number;
  /** The worst of the time. */
  readonly ExportStatus: ExportState;
  readonly ImportStatus: ImportState;
  readonly ArrivedItems: number;
  readonly SentItems: number;
  readonly SentBytes: number;
  readonly AckedItems: number;
};

type OfLane = { readonly PoolFqdn: PoolFqdn; readonly BackupPoolFqdn: PoolFqdn; readonly BackupModule: ModuleName };

/** A lane's samples in a span of time, oldest first, at most 500. */
export type SamplesView = OfLane & {
  readonly From: string;
  readonly To: string;
  readonly Points: readonly SamplePoint[];
};

/** Something that a chart is marked with. */
export type MarkView = {
  readonly At: string;
  readonly Kind: "sync" | "restore" | "error";
  /** The request; null for an error. */
  readonly RequestId: string | null;
  readonly What: RequestKind | ReasonCode | null;
};

/** A state of a side of a lane, and why it is so. */
export type StateFaceView = {
  readonly Side: "Export" | "Import";
  readonly State: Exclude<ExportState | ImportState, "Unknown">;
  readonly Reason: ReasonCode | null;
  readonly Sentence: string | null;
  readonly Path: string | null;
};

/** For how long it held; `Until` is null while it does. */
export type StateView = StateFaceView & { readonly Since: string; readonly Until: string | null };

export type CycleView = {
  readonly BeganAt: string;
  readonly EndedAt: string;
  readonly Items: number;
  readonly Bytes: number;
  readonly Packages: number;
  readonly End: CycleEnd;
  readonly Reason: ReasonCode | null;
};

export type PackageView = {
  readonly Epoch: number;
  readonly Seq: number;
  readonly Items: number;
  readonly Bytes: number;
  /** Null for one that an earlier run of the engine published. */
  readonly PublishedAt: string | null;
  readonly AckedAt: string | null;
  /** When its items became pending again, to leave under another number. */
  readonly ReturnedAt: string | null;
};

export type PositionView = { readonly Epoch: number; readonly Seq: number };

/** An item that the partner refused, by name (DESIGN L12). */
export type RefusedView = {
  readonly Item: string;
  readonly Code: ReasonCode;
  readonly Sentence: string;
  readonly Since: string;
};

/** The story of one lane. States oldest first; cycles and packages the latest first. */
export type LaneHistoryView = OfLane & {
  readonly From: string;
  readonly To: string;
  readonly Epoch: number;
  readonly SentUpTo: PositionView | null;
  readonly AckedUpTo: PositionView | null;
  readonly States: readonly StateView[];
  readonly Cycles: readonly CycleView[];
  readonly Packages: readonly PackageView[];
  readonly Marks: readonly MarkView[];
  /** By the partner's last word. */
  readonly Refused: readonly RefusedView[];
};

/** A direction's last six hours in steps of five minutes, oldest first: the most that was at risk, null where it was not known. */
export type SparklineView = {
  readonly From: PoolFqdn;
  readonly To: PoolFqdn;
  readonly SecondsAtRisk: readonly (number | null)[];
};

export type SparklinesView = {
  readonly From: string;
  readonly To: string;
  readonly StepSeconds: number;
  readonly Directions: readonly SparklineView[];
};

type Entry<Kind extends string, Rest> = { readonly Id: string; readonly At: string; readonly Kind: Kind } & Rest;
type Of = { readonly PoolFqdn: PoolFqdn; readonly BackupPoolFqdn: PoolFqdn; readonly Modules: readonly ModuleName[] };
type Done = { readonly By: string; readonly Door: string };
type Ran = Of & {
  readonly RequestId: string;
  readonly What: RequestKind;
  readonly End: RunEnd | null;
  readonly Items: number | null;
  readonly Sentence: string | null;
};
type Became = Of & StateFaceView;

/** One thing that happened, as the journal tells it. */
export type JournalEntryView =
  | Entry<"asked", Done & Of & { readonly RequestId: string; readonly What: RequestKind | "cancel" }>
  | Entry<
      "changed",
      Done & { readonly What: string; readonly Subject: string; readonly Changes: readonly ChangeView[] }
    >
  | Entry<"ran", Ran>
  | Entry<"failed", Ran>
  | Entry<"failed", Became>
  | Entry<"state", Became>
  | Entry<"engine", { readonly Machine: string }>;

/** One value that a person changed. */
export type ChangeView = { readonly Name: string; readonly Before: string | null; readonly After: string | null };

/** The latest first; `Next` asks for what was before them, and is null when that is all. */
export type JournalView = { readonly Entries: readonly JournalEntryView[]; readonly Next: string | null };
