/** Full dotted identity of a backup module. Modules are data: the registry knows them (DOMAIN 1.1). */
export type ModuleName = string & { readonly is: "ModuleName" };

/** DOMAIN 1.1 */
export type BackupCategory = "UserData" | "CMS" | "RGS";

/** The two kinds of data that modules are made of (DESIGN 4). */
export type ModuleKind = "rows" | "files";

/** One backup module as doors and screens know it. */
export type ModuleFace = {
  readonly name: ModuleName;
  readonly category: BackupCategory;
  readonly kind: ModuleKind;
  /** Further spellings that commands accept in any case (DOMAIN 2.4). */
  readonly aliases: readonly string[];
  /** What its items are called on screens. */
  readonly item: { readonly one: string; readonly many: string };
};

/** Finds a module by identity, last part or alias in any case; null when there is none (DOMAIN 2.4). */
export function findModule(modules: readonly ModuleFace[], text: string): ModuleFace | null {
  const wanted = text.trim().toLowerCase();
  return modules.find((module) => spellings(module).includes(wanted)) ?? null;
}

function spellings(module: ModuleFace): string[] {
  return [module.name, shortModuleName(module.name), ...module.aliases].map((name) => name.toLowerCase());
}

/** The last part of the identity: `PresenceFocus`. */
export function shortModuleName(name: ModuleName): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
