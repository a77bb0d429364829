import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";

/** Conference content in the file store: slides, whiteboards, attachments (DOMAIN 1.1). */
export const dataConf: ModuleFace = {
  name: "ConfServices.DataConf" as ModuleName,
  category: "UserData",
  kind: "files",
  aliases: [],
  item: { one: "file or folder", many: "files and folders" },
};
