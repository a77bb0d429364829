import { isExpected } from "#components/status/expected.ts";
import type { Direction } from "#components/status/snapshot.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { ExportState } from "#lib/domain/export-state.ts";
import type { ImportState } from "#lib/domain/import-state.ts";
import { overallExport } from "#lib/domain/overall-state.ts";

/** One module in one direction: the source's export and the partner's import of it (D15); null where it is not meant to run. */
export type WallCell = {
  readonly module: ModuleName;
  readonly states: { readonly exported: ExportState; readonly imported: ImportState } | null;
};

/** The cells of one direction, in the order of its modules. */
export function wallCells({ Status, PartnerImports }: Direction): readonly WallCell[] {
  return Status.BackupModules.map((module) => {
    const partner = PartnerImports.find(({ Identity }) => Identity === module.Identity);
    const isQuiet = module.ExportStatus === "NotInitialized" && !isExpected(module);
    return {
      module: module.Identity,
      states: isQuiet ? null : { exported: module.ExportStatus, imported: partner?.ImportStatus ?? "NotInitialized" },
    };
  });
}

/** Both halves in one shape: the worse of them; an import that works adds nothing to what the export says. */
export function cellState({ states }: WallCell): ExportState | null {
  if (states === null) return null;
  const { exported, imported } = states;
  return imported === "NormalState" ? exported : overallExport([exported, imported]);
}
