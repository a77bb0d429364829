import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { dataConf } from "./data-conf/module.ts";
import { presenceFocus } from "./presence-focus/module.ts";

/** The modules that are deployed, in the order in which screens list them. A new one is a folder here and a line in this list. */
export const MODULES: readonly ModuleFace[] = [presenceFocus, dataConf];
