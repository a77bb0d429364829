/** What is read of a module in the public answer to Get-CsBackupServiceStatus. */
export type SeenModule = {
  readonly Identity: string;
  readonly ExportStatus: string;
  readonly ImportStatus: string;
  readonly Reason: string | null;
  readonly AsOf: string | null;
  readonly LastScanAt: string | null;
  readonly PendingItems: number | null;
  readonly UnackedPackages: number | null;
  readonly HeldItems: number | null;
  readonly QuarantinedItems: number | null;
  /** Where the last error was: "Export" or "Import"; null when there is none. */
  readonly ErrorSide: string | null;
  /** As of when a compare found both sides equal, how many items, and how deep it read; null before any did. */
  readonly VerifiedEqualAt: string | null;
  readonly VerifiedItems: number | null;
  readonly VerifiedBy: string | null;
  /** When the last canary was known to have arrived, and how long it took; null before any did, and for who has none. */
  readonly CanaryAsOf: string | null;
  readonly CanaryDelaySeconds: number | null;
};

/** What it says is true as of then: of what it last looked at and last heard. Zero when it does not say. */
export function saidAsOf({ AsOf, LastScanAt }: SeenModule): number {
  return Math.min(Date.parse(AsOf ?? "") || 0, Date.parse(LastScanAt ?? "") || 0);
}

/** One pool's public answer. */
export type SeenStatus = { readonly PoolFqdn: string; readonly BackupModules: readonly SeenModule[] };

/** Reads the answer's text; nothing of it is believed to be there. */
export function readStatus(text: string): SeenStatus {
  const answer: unknown = JSON.parse(text);
  if (!isObject(answer) || !Array.isArray(answer.BackupModules)) throw new Error(`no status: ${text}`);
  return { PoolFqdn: String(answer.PoolFqdn), BackupModules: answer.BackupModules.filter(isObject).map(readModule) };
}

function readModule(module: Record<string, unknown>): SeenModule {
  const word = (name: string) => (typeof module[name] === "string" ? module[name] : null);
  const number = (name: string) => (typeof module[name] === "number" ? module[name] : null);
  const count = (name: string) => {
    const value = module[name];
    if (value === undefined) throw new Error(`a status without ${name}`);
    return typeof value === "number" ? value : null;
  };
  return {
    Identity: word("Identity") ?? "",
    ExportStatus: word("ExportStatus") ?? "",
    ImportStatus: word("ImportStatus") ?? "",
    Reason: word("Reason"),
    AsOf: word("AsOf"),
    LastScanAt: word("LastScanAt"),
    PendingItems: count("PendingItems"),
    UnackedPackages: count("UnackedPackages"),
    HeldItems: count("HeldItems"),
    QuarantinedItems: count("QuarantinedItems"),
    VerifiedEqualAt: word("VerifiedEqualAt"),
    VerifiedItems: number("VerifiedItems"),
    VerifiedBy: word("VerifiedBy"),
    CanaryAsOf: word("CanaryAsOf"),
    CanaryDelaySeconds: number("CanaryDelaySeconds"),
    ErrorSide: isObject(module.LastError) ? String(module.LastError.Side) : null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** One line for a story. */
export function toldModule(module: SeenModule): string {
  const { Identity, ExportStatus, ImportStatus, Reason, PendingItems, UnackedPackages } = module;
  const counts = `pending ${PendingItems} unacked ${UnackedPackages} held ${module.HeldItems} quarantined ${module.QuarantinedItems}`;
  return `${Identity} ${ExportStatus}/${ImportStatus}${Reason === null ? "" : ` (${Reason})`} ${counts}`;
}

/** What is left to do, in all its kinds. */
export function countsOf(module: SeenModule): readonly (number | null)[] {
  return [module.PendingItems, module.UnackedPackages, module.HeldItems, module.QuarantinedItems];
}

/** Reasons for which an export is in error though nothing befell it: its owner deleted much, or nobody let it work. */
const OF_ITSELF = new Set(["deletion-guard", "stalled"]);

/** No error that only a misfortune explains. */
export function isPeaceful({ ExportStatus, ImportStatus, Reason, ErrorSide }: SeenModule): boolean {
  if (ExportStatus === "ErrorState") return Reason !== null && OF_ITSELF.has(Reason);
  return ImportStatus !== "ErrorState" || ErrorSide === null; // it may only have stood still
}
