import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { LaneHistoryView, SamplePoint, SamplesView } from "#lib/domain/lane-history.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NOW, seconds } from "./snapshot.ts";

// The past of one copy as its page shows it: nothing waited, unless a test says otherwise.

const LANE = {
  PoolFqdn: "pool1.example.test" as PoolFqdn,
  BackupPoolFqdn: "pool2.example.test" as PoolFqdn,
  BackupModule: "UserServices.PresenceFocus" as ModuleName,
};

export function samplePoint(told: Partial<SamplePoint> = {}): SamplePoint {
  return {
    Since: seconds(-60),
    At: NOW,
    PendingItems: 0,
    PendingItemsLeast: 0,
    PendingItemsMost: 0,
    PendingBytes: 0,
    PendingBytesLeast: 0,
    PendingBytesMost: 0,
    UnackedItems: 0,
    UnackedItemsMost: 0,
    UnackedPackages: 0,
    UnackedPackagesMost: 0,
    SecondsAtRisk: 0,
    SecondsAtRiskLeast: 0,
    SecondsAtRiskMost: 0,
    ExportStatus: "FinalState",
    ImportStatus: "NormalState",
    ArrivedItems: 0,
    SentItems: 0,
    SentBytes: 0,
    AckedItems: 0,
    ...told,
  };
}

export function samplesView(Points: readonly SamplePoint[] = [], told: Partial<SamplesView> = {}): SamplesView {
  return { ...LANE, From: seconds(-6 * 3_600), To: NOW, Points, ...told };
}

export function laneHistoryView(told: Partial<LaneHistoryView> = {}): LaneHistoryView {
  return {
    ...LANE,
    From: seconds(-6 * 3_600),
    To: NOW,
    Epoch: 1,
    SentUpTo: null,
    AckedUpTo: null,
    States: [],
    Cycles: [],
    Packages: [],
    Marks: [],
    Refused: [],
    ...told,
  };
}
