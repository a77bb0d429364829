import { exportsAs } from "#lib/domain/cms-role.ts";
import type { DirectionStatus, PartnerImport } from "#lib/domain/direction-status.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

/** Whether a pool is meant to export the module: what only the CMS master exports is nobody's concern elsewhere (DOMAIN 3.3). */
export function isExpected({ Role }: Pick<ModuleStatus, "Role">): boolean {
  return exportsAs(Role);
}

/** The copies that are meant to run in a direction. */
export function expectedModules({ Status }: Pick<DirectionStatus, "Status">): readonly ModuleStatus[] {
  return Status.BackupModules.filter(isExpected);
}

/** The partner's imports of those. */
export function expectedImports(
  direction: Pick<DirectionStatus, "Status" | "PartnerImports">,
): readonly PartnerImport[] {
  const names = expectedModules(direction).map(({ Identity }) => Identity);
  return direction.PartnerImports.filter(({ Identity }) => names.includes(Identity));
}
