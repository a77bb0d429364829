import { shortName } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { riskOf } from "./concern.ts";
import { moduleWords } from "./module-words.ts";
import type { Direction, Pair } from "./snapshot.ts";

/** `pool1 → pool2` */
export function copiesName({ From, To }: Pick<Direction, "From" | "To">): string {
  return `${shortName(From)} → ${shortName(To)}`;
}

/** When the files were last scanned whole, where the export state speaks for that moment (D21); null for rows. */
export function scanMoment({ Identity, LastScanAt }: Pick<ModuleStatus, "Identity" | "LastScanAt">): string | null {
  return moduleWords(Identity).kind === "rows" ? null : LastScanAt;
}

function momentOf(module: ModuleStatus): string | null {
  return scanMoment(module) ?? module.AsOf;
}

/** The pair is equal as of the oldest moment of any of its copies. */
export function equalAsOf({ Directions }: Pair): string | null {
  return earliest(Directions.flatMap(({ Status }) => Status.BackupModules.map(momentOf)));
}

/** Since when something of the direction is Unknown. */
export function unknownSince({ Status, PartnerImports }: Direction): string | null {
  return earliest([...Status.BackupModules, ...PartnerImports].map((side) => side.UnknownSince));
}

/** Since when the direction's exports or its partner's imports fail, as far as the service was told. */
export function failedSince(worst: Direction, pair: Pair): string | null {
  const importer = pair.Directions.find(({ From }) => From === worst.To);
  return earliest([
    ...worst.Status.BackupModules.map(({ LastError }) => (LastError?.Side === "Export" ? LastError.FirstAt : null)),
    ...(importer?.Status.BackupModules ?? []).map(({ LastError }) =>
      LastError?.Side === "Import" ? LastError.FirstAt : null,
    ),
  ]);
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
