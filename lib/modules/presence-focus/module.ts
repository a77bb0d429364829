import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";

/** Contact lists, conference schedules, settings and addresses of users (DOMAIN 1.1). */
export const presenceFocus: ModuleFace = {
  name: "UserServices.PresenceFocus" as ModuleName,
  category: "UserData",
  kind: "rows",
  aliases: [],
  item: { one: "row", many: "rows" },
};
