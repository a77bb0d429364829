import type { Direction, Pair, Snapshot, SyncProgress } from "#components/status/snapshot.ts";
import type { Words } from "#components/status/words.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type DirectionLoss, unknownLoss } from "#lib/domain/direction-loss.ts";
import type { FaceView, PartnerImport } from "#lib/domain/direction-status.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

// What screens show: everything is well unless a test says otherwise.

export const NOW = "2026-11-21T12:04:23.000Z";

/** The moment `after` seconds after NOW. */
export function seconds(after: number): string {
  return new Date(Date.parse(NOW) + after * 1000).toISOString();
}

type Told<T> = Partial<Omit<T, "Identity">> & { Identity?: string };

export function module({ Identity = "UserServices.PresenceFocus", ...told }: Told<ModuleStatus> = {}): ModuleStatus {
  return {
    Identity: Identity as ModuleName,
    Category: "UserData",
    Role: null,
    ExportStatus: "FinalState",
    ImportStatus: "NormalState",
    Reason: null,
    AsOf: seconds(-3),
    PendingItems: 0,
    PendingBytes: null,
    UnackedPackages: 0,
    UnackedItems: 0,
    OldestUnackedAt: null,
    HeldItems: 0,
    QuarantinedItems: 0,
    SkippedItems: 0,
    CanaryDelaySeconds: null,
    CanaryAsOf: null,
    IgnoredItems: null,
    OldestChangeAt: null,
    SecondsAtRisk: 0,
    BreachAt: null,
    DrainsAt: null,
    DoesNotDrain: false,
    Pace: null,
    NextCycleAt: seconds(72),
    LastCycleAt: seconds(-48),
    LastScanAt: seconds(-600),
    LastFinalAt: seconds(-3),
    VerifiedEqualAt: null,
    VerifiedItems: null,
    VerifiedBy: null,
    DriftItems: 0,
    LimitLiftedUntil: null,
    LastError: null,
    UnknownSince: null,
    LastKnown: null,
    ...told,
  };
}

export function partner({ Identity = "UserServices.PresenceFocus", ...told }: Told<PartnerImport> = {}): PartnerImport {
  return {
    Identity: Identity as ModuleName,
    ImportStatus: "NormalState",
    Reason: null,
    AsOf: seconds(-4),
    UnknownSince: null,
    FirstQuarantined: null,
    ...told,
  };
}

/** The modules of every test, and one that only its face tells of. */
export const FACES = [
  face("UserServices.PresenceFocus", "rows", "row", "rows"),
  face("ConfServices.DataConf", "files", "file or folder", "files and folders"),
  face("Some.LedgerStore", "rows", "entry", "entries"),
];

function face(identity: string, Kind: FaceView["Kind"], One: string, Many: string): FaceView {
  return { Identity: identity as ModuleName, Kind, Item: { One, Many } };
}

type Row = {
  readonly from?: string;
  readonly to?: string;
  readonly modules?: readonly ModuleStatus[];
  readonly partners?: readonly PartnerImport[];
  readonly requests?: readonly SyncProgress[];
  readonly loss?: DirectionLoss;
};

/** Nothing would be lost. */
export function aLoss(more: Partial<DirectionLoss> = {}): DirectionLoss {
  return { ...unknownLoss(null), Is: "Counted", AsOf: seconds(-3), FilesAsOf: seconds(-60), ...more };
}

export function direction({
  from = "pool1",
  to = "pool2",
  modules = [module()],
  partners,
  requests = [],
  loss = aLoss(),
}: Row = {}): Direction {
  const [From, To] = [`${from}.example.test` as PoolFqdn, `${to}.example.test` as PoolFqdn];
  return {
    From,
    To,
    Status: {
      PoolFqdn: From,
      BackupPoolFqdn: To,
      ActiveMachineFqdn: "fe1",
      AsOf: seconds(-3),
      OverallExportStatus: "FinalState",
      OverallImportStatus: "NormalState",
      BackupModules: modules,
    },
    PartnerImports: partners ?? modules.map(({ Identity }) => partner({ Identity })),
    Loss: loss,
    Faces: FACES,
    Requests: requests,
  };
}

export function pair(one = direction(), other = direction({ from: "pool2", to: "pool1" })): Pair {
  return { A: one.From, B: one.To, Directions: [one, other] };
}

export function snapshot(...Pairs: readonly Pair[]): Snapshot {
  return { Now: NOW, SyncInterval: "00:02:00", Pairs };
}

/** A sentence with its moments as ISO text. */
export function plain(words: Words): string {
  return words.map((word) => (typeof word === "string" ? word : word.at)).join("");
}
