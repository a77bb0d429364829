import { expect, test } from "vitest";
import { findModule, shortModuleName } from "#lib/domain/backup-module.ts";
import { MODULES } from "./registry.ts";

test.each([
  ["PresenceFocus", "UserServices.PresenceFocus"],
  ["UserServices.PresenceFocus", "UserServices.PresenceFocus"],
  ["DataConf", "ConfServices.DataConf"],
  ["ConfServices.DataConf", "ConfServices.DataConf"],
  ["CMSMaster", "CentralMgmt.CMSMaster"],
  ["CentralMgmt", "CentralMgmt.CMSMaster"],
  ["CentralMgmt.CMSMaster", "CentralMgmt.CMSMaster"],
])("%s is found in any case as %s", (spelling, name) => {
  for (const typed of [spelling, spelling.toLowerCase(), spelling.toUpperCase()]) {
    expect(findModule(MODULES, typed)?.name).toBe(name);
  }
});

test("no spelling means two modules", () => {
  const spellings = MODULES.flatMap(({ name, aliases }) => [...new Set([name, shortModuleName(name), ...aliases])]);
  const folded = spellings.map((spelling) => spelling.toLowerCase());
  expect(new Set(folded).size).toBe(folded.length);
});
