import { wholeSecondsSince } from "./age.ts";
import { type DirectionLoss, hasLoss, unknownLoss } from "./direction-loss.ts";
import type { DirectionStatus, PartnerImport } from "./direction-status.ts";
import type { ExportState } from "./export-state.ts";
import { UNHEARD_AFTER_MS } from "./freshness.ts";
import { type Instant, isoInstant } from "./instant.ts";
import { overallExport, overallImport } from "./overall-state.ts";
import type { ReasonCode } from "./reasons.ts";
import type { ModuleStatus } from "./status.ts";

/** What any snapshot that ages must tell: the server's moment, and the directions that it spoke of. */
type Told = {
  readonly Now: string;
  readonly Pairs: readonly { readonly Directions: readonly DirectionStatus[] }[];
};

/** The server's moment of the snapshot, and how long ago that was by a clock that the reader trusts. */
type Reading = { readonly toldAt: Instant; readonly elapsedMs: number };

/**
 * The snapshot as it may be believed `elapsedMs` after it was told: clocks run on, and evidence that is older than 15 s
 * by then, its age when it was told included, is Unknown (D20). Pure, so that no clock of the reader's can make it young.
 */
export function aged<S extends Told>(snapshot: S, elapsedMs: number): S {
  const reading: Reading = { toldAt: Date.parse(snapshot.Now), elapsedMs: Math.max(0, elapsedMs) };
  return {
    ...snapshot,
    Now: isoInstant(reading.toldAt + reading.elapsedMs),
    Pairs: snapshot.Pairs.map((pair) => ({
      ...pair,
      Directions: pair.Directions.map((direction) => agedDirection(direction, reading)),
    })),
  };
}

function agedDirection(direction: DirectionStatus, reading: Reading): DirectionStatus {
  const partners = direction.PartnerImports.map((word) => agedPartner(word, reading));
  const modules = direction.Status.BackupModules.map((module) => {
    const partner = partners.find((word) => word.Identity === module.Identity);
    return agedModule(module, partner ?? null, reading);
  });
  return {
    ...direction,
    PartnerImports: partners,
    Loss: agedLoss(direction, partners, reading),
    Status: {
      ...direction.Status,
      ActiveMachineFqdn: reading.elapsedMs > UNHEARD_AFTER_MS ? null : direction.Status.ActiveMachineFqdn,
      OverallExportStatus: overallExport(modules.map((module) => module.ExportStatus)),
      OverallImportStatus: overallImport(modules.map((module) => module.ImportStatus)),
      BackupModules: modules,
    },
  };
}

/** What waits is as old as its engine's word; a partner that went silent may have less than was believed. */
function agedLoss(
  { Loss, Status }: DirectionStatus,
  partners: readonly PartnerImport[],
  reading: Reading,
): DirectionLoss {
  const silent = whyUnheard(reading, "engine-unheard");
  if (Status.BackupModules.some(({ AsOf }) => isOld(AsOf, reading))) return unknownLoss(silent);
  const isSilent = partners.some((word) => word.Reason === "partner-unheard");
  if (Loss.Is !== "Counted" || !isSilent) return Loss;
  return hasLoss(Loss) ? { ...Loss, Is: "AtLeast", Why: "partner-unheard" } : unknownLoss("partner-unheard");
}

function agedModule(module: ModuleStatus, partner: PartnerImport | null, reading: Reading): ModuleStatus {
  const { toldAt, elapsedMs } = reading;
  if (isOld(module.AsOf, reading)) return unheard(module, reading);
  const now = toldAt + elapsedMs;
  const risk =
    module.OldestChangeAt === null ? module.SecondsAtRisk : wholeSecondsSince(Date.parse(module.OldestChangeAt), now);
  const lifted = module.LimitLiftedUntil;
  const isLifted = lifted !== null && Date.parse(lifted) > now;
  const alive = {
    ...module,
    SecondsAtRisk: risk,
    LimitLiftedUntil: isLifted ? lifted : null,
  };
  return partner?.ImportStatus === "Unknown" && restsOnPartner(module.ExportStatus)
    ? unknown(alive, "partner-unheard", partner.UnknownSince ?? isoInstant(toldAt))
    : alive;
}

/** D20: what would be Steady or Final rests on the partner's word. */
function restsOnPartner(state: ExportState): boolean {
  return state === "SteadyState" || state === "FinalState";
}

/** Nothing that the engine would have to tell is known any more, counts included. */
function unheard(module: ModuleStatus, reading: Reading): ModuleStatus {
  const since = module.UnknownSince ?? module.AsOf ?? isoInstant(reading.toldAt);
  const silent = module.Reason === "pool-elsewhere" ? module.Reason : "engine-unheard";
  const said = unknown(module, whyUnheard(reading, silent), since);
  return {
    ...said,
    ImportStatus: "Unknown",
    PendingItems: null,
    PendingBytes: null,
    UnackedPackages: null,
    UnackedItems: null,
    OldestUnackedAt: null,
    HeldItems: null,
    QuarantinedItems: null,
    SkippedItems: null,
    IgnoredItems: null,
    CanaryDelaySeconds: null,
    CanaryAsOf: null,
    OldestChangeAt: null,
    SecondsAtRisk: null,
    BreachAt: null,
    DrainsAt: null,
    DoesNotDrain: false,
    Pace: null,
    NextCycleAt: null,
    LimitLiftedUntil: null,
  };
}

function unknown(module: ModuleStatus, why: ReasonCode | null, since: string): ModuleStatus {
  const { ExportStatus, ImportStatus, AsOf } = module;
  return {
    ...module,
    ExportStatus: "Unknown",
    Reason: why,
    UnknownSince: since,
    LastKnown: module.LastKnown ?? { ExportStatus, ImportStatus, At: AsOf },
  };
}

function agedPartner(word: PartnerImport, reading: Reading): PartnerImport {
  if (word.ImportStatus === "Unknown" || !isOld(word.AsOf, reading)) return word;
  return {
    ...word,
    ImportStatus: "Unknown",
    Reason: whyUnheard(reading, "partner-unheard"),
    UnknownSince: word.UnknownSince ?? word.AsOf ?? isoInstant(reading.toldAt),
    FirstQuarantined: null,
  };
}

/** While the server answers, it is its source that went silent; when it does not, nobody can say who is well. */
function whyUnheard({ elapsedMs }: Reading, silent: ReasonCode): ReasonCode | null {
  return elapsedMs > UNHEARD_AFTER_MS ? null : silent;
}

/** Evidence that was already too old when it was told has been judged by the teller, who knows more: only our own wait counts. */
function isOld(asOf: string | null, { toldAt, elapsedMs }: Reading): boolean {
  const age = asOf === null ? 0 : Math.max(0, toldAt - Date.parse(asOf));
  return (age > UNHEARD_AFTER_MS ? 0 : age) + elapsedMs > UNHEARD_AFTER_MS;
}
