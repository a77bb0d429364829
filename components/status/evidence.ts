import type { FaceView, PartnerImport } from "#lib/domain/direction-status.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { riskOf } from "./concern.ts";
import { expectedImports, expectedModules } from "./expected.ts";
import { moduleWords } from "./module-words.ts";
import type { Direction, Pair } from "./snapshot.ts";

/** `pool1 → pool2` */
export function copiesName({ From, To }: Pick<Direction, "From" | "To">): string {
  return `${shortName(From)} → ${shortName(To)}`;
}

/** When the files were last scanned whole, where the export state speaks for that moment (D21); null for rows. */
export function scanMoment(
  { Identity, LastScanAt }: Pick<ModuleStatus, "Identity" | "LastScanAt">,
  faces: readonly FaceView[],
): string | null {
  return moduleWords(Identity, faces).kind === "rows" ? null : LastScanAt;
}

function momentOf(module: ModuleStatus, faces: readonly FaceView[]): string | null {
  return scanMoment(module, faces) ?? module.AsOf;
}

/** The pair is equal as of the oldest moment of any of its copies. */
export function equalAsOf({ Directions }: Pair): string | null {
  return earliest(
    Directions.flatMap((direction) => expectedModules(direction).map((module) => momentOf(module, direction.Faces))),
  );
}

/** Since when something of the direction is Unknown. */
export function unknownSince(direction: Direction): string | null {
  return earliest(sidesOf(direction).map((side) => side.UnknownSince));
}

/** Since when the direction's exports or its partner's imports fail, as far as the service was told. */
export function failedSince(worst: Direction, pair: Pick<Pair, "Directions">): string | null {
  const importer = pair.Directions.find(({ From }) => From === worst.To);
  return earliest([
    ...worst.Status.BackupModules.map((module) => exportFault(module)?.FirstAt ?? null),
    ...(importer?.Status.BackupModules ?? []).map((module) => importFault(module)?.FirstAt ?? null),
  ]);
}

/** What the export failed with; an item in quarantine is no failure. */
export function exportFault({ ExportStatus, Reason, LastError }: ModuleStatus): LastError | null {
  const code = Reason === "neither-whole" ? "restoring" : Reason; // the same fault, with more known of it
  return ExportStatus === "ErrorState" && LastError?.Side === "Export" && LastError.Code === code ? LastError : null;
}

/** The same for the pool's own import. */
export function importFault({ ImportStatus, LastError }: ModuleStatus): LastError | null {
  return ImportStatus === "ErrorState" && LastError?.Side === "Import" ? LastError : null;
}

/** The pool of the direction that another service runs; null when this one runs both. */
export function elsewherePool(direction: Direction): PoolFqdn | null {
  const { From, To, Status } = direction;
  if (Status.BackupModules.some((module) => module.Reason === "pool-elsewhere")) return From;
  return expectedImports(direction).some((word) => word.Reason === "pool-elsewhere") ? To : null;
}

/** The pool whose word its partner does not hear, whoever runs it; null while each is heard. */
export function silentPool({ Directions }: Pick<Pair, "Directions">): PoolFqdn | null {
  const unheard = Directions.find((direction) => sidesOf(direction).some(({ Reason }) => Reason === "partner-unheard"));
  return unheard?.To ?? null;
}

/** Both halves of every copy in a direction. */
export function sidesOf({ Status, PartnerImports }: Direction): readonly (ModuleStatus | PartnerImport)[] {
  return [...Status.BackupModules, ...PartnerImports];
}

/** The direction with the oldest change at risk; null when nothing is. */
export function mostAtRisk({ Directions }: Pair): Direction | null {
  const risk = (direction: Direction) => riskOf(direction)?.seconds ?? 0;
  const oldest = [...Directions].sort((a, b) => risk(b) - risk(a))[0];
  return oldest === undefined || risk(oldest) === 0 ? null : oldest;
}

function earliest(moments: readonly (string | null)[]): string | null {
  return moments.filter((at) => at !== null).sort()[0] ?? null;
}
