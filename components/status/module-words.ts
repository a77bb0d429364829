import { type ModuleName, shortModuleName } from "#lib/domain/backup-module.ts";

/** What a module's data is called where people read. */
export type ModuleWords = {
  /** The last part of the identity: `DataConf`. */
  readonly short: string;
  readonly plain: string;
  readonly item: { readonly one: string; readonly many: string };
};

const KNOWN: Record<string, Omit<ModuleWords, "short">> = {
  "UserServices.PresenceFocus": { plain: "User data", item: { one: "row", many: "rows" } },
  "ConfServices.DataConf": { plain: "Conference content", item: { one: "file or folder", many: "files and folders" } },
};

/** A module that this screen does not know is still named, by its identity. */
export function moduleWords(module: ModuleName): ModuleWords {
  const short = shortModuleName(module);
  return { short, ...(KNOWN[module] ?? { plain: short, item: { one: "item", many: "items" } }) };
}
