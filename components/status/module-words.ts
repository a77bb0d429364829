import { type ModuleKind, type ModuleName, shortModuleName } from "#lib/domain/backup-module.ts";

/** What a module's data is called where people read. */
export type ModuleWords = {
  /** The last part of the identity: `DataConf`. */
  readonly short: string;
  readonly plain: string;
  /** Null for a module that this screen does not know. */
  readonly kind: ModuleKind | null;
  readonly item: { readonly one: string; readonly many: string };
};

const KNOWN: Record<string, Omit<ModuleWords, "short">> = {
  "UserServices.PresenceFocus": { plain: "User data", kind: "rows", item: { one: "row", many: "rows" } },
  "ConfServices.DataConf": {
    plain: "Conference content",
    kind: "files",
    item: { one: "file or folder", many: "files and folders" },
  },
};

/** A module that this screen does not know is still named, by its identity. */
export function moduleWords(module: ModuleName): ModuleWords {
  const short = shortModuleName(module);
  return { short, ...(KNOWN[module] ?? { plain: short, kind: null, item: { one: "item", many: "items" } }) };
}
