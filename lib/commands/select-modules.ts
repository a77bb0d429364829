import { findModule, type ModuleFace } from "#lib/domain/backup-module.ts";
import type { Configuration } from "#lib/domain/configuration.ts";
import { Problem } from "#lib/domain/problem.ts";

/** The modules that are listed: those of Response Groups only while they are enabled (D12). */
export function listedModules(
  deployed: readonly ModuleFace[],
  { enableRgsBackupService }: Pick<Configuration, "enableRgsBackupService">,
): readonly ModuleFace[] {
  return deployed.filter(({ category }) => category !== "RGS" || enableRgsBackupService);
}

/** The deployed modules that `selection` means: all for `All`, else one by any of its spellings (DOMAIN 2.4, 10 no. 26). */
export function selectModules(deployed: readonly ModuleFace[], selection: string): readonly ModuleFace[] {
  if (selection.trim().toLowerCase() === "all") return deployed;
  const found = findModule(deployed, selection);
  if (found) return [found];
  throw new Problem(
    "unknown-module",
    `There is no backup module ${JSON.stringify(selection.slice(0, 60))} here.`,
    `Valid are All, ${deployed.map((module) => module.name).join(", ")}.`,
    "BackupModule",
  );
}
