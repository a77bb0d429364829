import { z } from "zod";
import type {
  CycleView,
  JournalEntryView,
  JournalView,
  LaneHistoryView,
  MarkView,
  PackageView,
  RefusedView,
  SamplePoint,
  SamplesView,
  SparklinesView,
  StateView,
} from "#lib/domain/lane-history.ts";
import { REQUEST_KINDS } from "#lib/domain/request.ts";
import { EXPORT_STATES, IMPORT_STATES } from "#lib/domain/sample.ts";
import { CYCLE_ENDS } from "#lib/domain/trail.ts";
import { tells } from "./tells.ts";
import { count, exportState, fqdn, importState, module, moment, name, reasonCode } from "./words.ts";

const samplePoint = tells<SamplePoint>()(
  "SamplePoint",
  z.strictObject({
    Since: moment,
    At: moment,
    PendingItems: count,
    PendingItemsLeast: count,
    PendingItemsMost: count,
    PendingBytes: count.nullable(),
    PendingBytesLeast: count.nullable(),
    PendingBytesMost: count.nullable(),
    UnackedItems: count,
    UnackedItemsMost: count,
    UnackedPackages: count,
    UnackedPackagesMost: count,
    SecondsAtRisk: count,
    SecondsAtRiskLeast: count,
    SecondsAtRiskMost: count,
    ExportStatus: exportState,
    ImportStatus: importState,
    ArrivedItems: count,
    SentItems: count,
    SentBytes: count,
    AckedItems: count,
  }),
);

const ofLane = { PoolFqdn: fqdn, BackupPoolFqdn: fqdn, BackupModule: module };
const span = { From: moment, To: moment };

/** A copy's backlog over time. */
export const samplesView = tells<SamplesView>()(
  "Samples",
  z.strictObject({ ...ofLane, ...span, Points: z.array(samplePoint) }),
);

const face = {
  Side: z.enum(["Export", "Import"]),
  State: z.enum([...EXPORT_STATES, ...IMPORT_STATES].filter(isFirst)),
  Reason: reasonCode.nullable(),
  Sentence: name.nullable(),
  Path: name.nullable(),
};

function isFirst<T>(one: T, place: number, all: readonly T[]): boolean {
  return all.indexOf(one) === place;
}

const state = tells<StateView>()("State", z.strictObject({ ...face, Since: moment, Until: moment.nullable() }));

const cycle = tells<CycleView>()(
  "Cycle",
  z.strictObject({
    BeganAt: moment,
    EndedAt: moment,
    Items: count,
    Bytes: count,
    Packages: count,
    End: z.enum(CYCLE_ENDS),
    Reason: reasonCode.nullable(),
  }),
);

const packageView = tells<PackageView>()(
  "Package",
  z.strictObject({
    Epoch: count,
    Seq: count,
    Items: count,
    Bytes: count,
    PublishedAt: moment.nullable(),
    AckedAt: moment.nullable(),
    ReturnedAt: moment.nullable(),
  }),
);

const mark = tells<MarkView>()(
  "Mark",
  z.strictObject({
    At: moment,
    Kind: z.enum(["sync", "restore", "error"]),
    RequestId: name.nullable(),
    What: z.union([z.enum(REQUEST_KINDS), reasonCode]).nullable(),
  }),
);

const refused = tells<RefusedView>()(
  "Refused",
  z.strictObject({ Item: name, Code: reasonCode, Sentence: name, Since: name }),
);

const position = z.strictObject({ Epoch: count, Seq: count }).nullable();

/** The story of one copy. */
export const laneHistoryView = tells<LaneHistoryView>()(
  "LaneHistory",
  z.strictObject({
    ...ofLane,
    ...span,
    Epoch: count,
    SentUpTo: position,
    AckedUpTo: position,
    States: z.array(state),
    Cycles: z.array(cycle),
    Packages: z.array(packageView),
    Marks: z.array(mark),
    Refused: z.array(refused),
  }),
);

/** The small charts. */
export const sparklinesView = tells<SparklinesView>()(
  "Sparklines",
  z.strictObject({
    ...span,
    StepSeconds: count,
    Directions: z.array(z.strictObject({ From: fqdn, To: fqdn, SecondsAtRisk: z.array(count.nullable()) })),
  }),
);

const head = { Id: name, At: moment };
const of = { PoolFqdn: fqdn, BackupPoolFqdn: fqdn, Modules: z.array(module) };
const done = { By: name, Door: name };
const ran = {
  ...of,
  RequestId: name,
  What: z.enum(REQUEST_KINDS),
  End: z.enum(["done", "cancelled", "failed"]).nullable(),
  Items: count.nullable(),
  Sentence: name.nullable(),
};
const change = z.strictObject({ Name: name, Before: name.nullable(), After: name.nullable() });

const entry = tells<JournalEntryView>()(
  "JournalEntry",
  z.union([
    z.strictObject({
      ...head,
      Kind: z.literal("asked"),
      ...done,
      ...of,
      RequestId: name,
      What: z.enum([...REQUEST_KINDS, "cancel"]),
    }),
    z.strictObject({
      ...head,
      Kind: z.literal("changed"),
      ...done,
      What: name,
      Subject: name,
      Changes: z.array(change),
    }),
    z.strictObject({ ...head, Kind: z.literal("ran"), ...ran }),
    z.strictObject({ ...head, Kind: z.literal("failed"), ...ran }),
    z.strictObject({ ...head, Kind: z.literal("failed"), ...of, ...face }),
    z.strictObject({ ...head, Kind: z.literal("state"), ...of, ...face }),
    z.strictObject({ ...head, Kind: z.literal("engine"), Machine: name }),
  ]),
);

/** One page of what happened. */
export const journalView = tells<JournalView>()(
  "JournalPage",
  z.strictObject({ Entries: z.array(entry), Next: name.nullable() }),
);
