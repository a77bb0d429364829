import fc from "fast-check";
import { expect, test } from "vitest";
import { findModule, type ModuleFace, type ModuleName, shortModuleName } from "./backup-module.ts";

function face(name: string, more: Partial<ModuleFace> = {}): ModuleFace {
  const item = { one: "row", many: "rows" };
  return { name: name as ModuleName, category: "UserData", kind: "rows", aliases: [], item, ...more };
}

const ALL: readonly ModuleFace[] = [
  face("UserServices.PresenceFocus"),
  face("ConfServices.DataConf", { kind: "files" }),
  face("CentralMgmt.CMSMaster", { category: "CMS", aliases: ["CentralMgmt"] }),
  face("ApplicationServer.RGSDataStore", { category: "RGS" }),
  face("ApplicationServer.RGSFileStore", { category: "RGS", kind: "files" }),
];

/** DOMAIN 2.4. */
const SPELLINGS: [spelling: string, name: string][] = [
  ["PresenceFocus", "UserServices.PresenceFocus"],
  ["UserServices.PresenceFocus", "UserServices.PresenceFocus"],
  ["DataConf", "ConfServices.DataConf"],
  ["ConfServices.DataConf", "ConfServices.DataConf"],
  ["CMSMaster", "CentralMgmt.CMSMaster"],
  ["CentralMgmt", "CentralMgmt.CMSMaster"],
  ["CentralMgmt.CMSMaster", "CentralMgmt.CMSMaster"],
  ["RGSDataStore", "ApplicationServer.RGSDataStore"],
  ["ApplicationServer.RGSDataStore", "ApplicationServer.RGSDataStore"],
  ["RGSFileStore", "ApplicationServer.RGSFileStore"],
  ["ApplicationServer.RGSFileStore", "ApplicationServer.RGSFileStore"],
];

test.each(SPELLINGS)("%s is %s", (spelling, name) => {
  expect(findModule(ALL, spelling)?.name).toBe(name);
});

test("every spelling is taken in any case, with spaces around (DOMAIN 10 no. 26)", () => {
  const anyCase = fc
    .constantFrom(...SPELLINGS)
    .chain(([spelling, name]) =>
      fc
        .array(fc.boolean(), { minLength: spelling.length, maxLength: spelling.length })
        .map(
          (ups) => [[...spelling].map((c, i) => (ups[i] ? c.toUpperCase() : c.toLowerCase())).join(""), name] as const,
        ),
    );
  fc.assert(
    fc.property(anyCase, ([spelling, name]) => {
      expect(findModule(ALL, ` ${spelling} `)?.name).toBe(name);
    }),
  );
});

test.each(["", "All", "UserServices", "ApplicationServer", "Presence", "PresenceFocus.", ".PresenceFocus", "Focus"])(
  "%j is no module",
  (text) => {
    expect(findModule(ALL, text)).toBeNull();
  },
);

test("a module that is not deployed is not found by any spelling", () => {
  expect(findModule(ALL.slice(0, 2), "CentralMgmt")).toBeNull();
});

test.each([
  ["UserServices.PresenceFocus", "PresenceFocus"],
  ["A.B.C", "C"],
  ["Plain", "Plain"],
])("%s is called %s for short", (name, short) => {
  expect(shortModuleName(name as ModuleName)).toBe(short);
});
