import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";

/** The Central Management store: from its master to the standby in the other pool (DOMAIN 1.1, 2.4). */
export const cmsMaster: ModuleFace = {
  name: "CentralMgmt.CMSMaster" as ModuleName,
  category: "CMS",
  kind: "rows",
  aliases: ["CentralMgmt"],
  item: { one: "document", many: "documents" },
};
