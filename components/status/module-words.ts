import { type ModuleKind, type ModuleName, shortModuleName } from "#lib/domain/backup-module.ts";
import type { FaceView } from "#lib/domain/direction-status.ts";
import type { Noun } from "./amount.ts";

/** What a module's data is called where people read. */
export type ModuleWords = {
  /** The last part of the identity: `DataConf`. */
  readonly short: string;
  readonly plain: string;
  /** Null for a module that the snapshot does not describe. */
  readonly kind: ModuleKind | null;
  readonly item: Noun;
};

/** Plain names for the vendor's modules; any other is named by the last part of its identity. */
const PLAIN: Readonly<Record<string, string>> = {
  "UserServices.PresenceFocus": "User data",
  "ConfServices.DataConf": "Conference content",
  "CentralMgmt.CMSMaster": "Central Management store",
};

const ITEM: Noun = { one: "item", many: "items" };

/** The words for a module: its own face tells what its items are. */
export function moduleWords(module: ModuleName, faces: readonly FaceView[]): ModuleWords {
  const short = shortModuleName(module);
  const face = faces.find(({ Identity }) => Identity === module);
  return {
    short,
    plain: (Object.hasOwn(PLAIN, module) ? PLAIN[module] : undefined) ?? short,
    kind: face?.Kind ?? null,
    item: face === undefined ? ITEM : { one: face.Item.One, many: face.Item.Many },
  };
}

/** "ConfServices.DataConf · conference content"; an identity that says it all stands alone. */
export function moduleTitle(module: ModuleName, faces: readonly FaceView[]): string {
  const { short, plain } = moduleWords(module, faces);
  return plain === short ? module : `${module} · ${plain.toLowerCase()}`;
}
