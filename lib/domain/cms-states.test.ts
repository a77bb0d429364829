import { describe, expect, test } from "vitest";
import { aBeat, aFault, aHearing, aWord, MINUTE, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport, anImportReport, CMS_MASTER, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import type { ModuleFace } from "./backup-module.ts";
import type { CmsRole } from "./cms-role.ts";
import { DEFAULT_CONFIGURATION } from "./configuration.ts";
import { directionStatus } from "./direction-status.ts";
import type { ExportReport, ImportReport } from "./evidence.ts";
import type { ExportState } from "./export-state.ts";
import type { ImportState } from "./import-state.ts";
import { cycleLimit } from "./limits.ts";
import type { ReasonCode } from "./reasons.ts";
import { type ModuleEvidence, poolStatus, type StatusQuestion } from "./status.ts";

// PRODUCT A1, DOMAIN 3.3 and 3.4: every role against everything that an export or import can be known to be.

const cms: ModuleFace = {
  name: CMS_MASTER,
  category: "CMS",
  kind: "rows",
  aliases: [],
  item: { one: "document", many: "documents" },
};
const users: ModuleFace = { ...cms, name: PRESENCE, category: "UserData" };
const ROLES: readonly CmsRole[] = ["master", "standby", "none"];

function question(
  documents: Pick<ModuleEvidence, "exported" | "imported">,
  more: Partial<StatusQuestion> = {},
): StatusQuestion {
  const well = { exported: anExportReport(NOON), imported: anImportReport(NOON) };
  return {
    pool: POOL_1,
    partner: POOL_2,
    modules: [
      { module: users, ...well, runs: [], returning: [], limit: cycleLimit(users, DEFAULT_CONFIGURATION) },
      { module: cms, ...documents, runs: [], returning: [], limit: cycleLimit(cms, DEFAULT_CONFIGURATION) },
    ],
    beat: aBeat(NOON),
    hearing: aHearing(NOON),
    isHere: true,
    isPartnerHere: true,
    intervalMs: 2 * MINUTE,
    now: NOON,
    ...more,
  };
}

const failed = { is: "failed" as const, fault: aFault(NOON) };

/** What the same evidence means in each role: master, standby, none. */
const EXPORTS: readonly [what: string, report: Partial<ExportReport>, state: ExportState, reason: ReasonCode | null][] =
  [
    ["never ran", { attempt: { is: "none" } }, "NotInitialized", "starting"],
    ["failed", { attempt: failed }, "ErrorState", "disk-full"],
    ["left something over", { leftOver: 1, pendingItems: 1 }, "NonSteadyState", "limit-reached"],
    ["waits for an ack", { unackedPackages: 1, inFlightItems: 1 }, "SteadyState", null],
    ["is whole", {}, "FinalState", null],
    ["does not hear its partner", { partner: aWord(NOON - MINUTE) }, "Unknown", "partner-unheard"],
    ["got nowhere", { progressAt: NOON - 10 * MINUTE }, "ErrorState", "stalled"],
  ];

describe.each(EXPORTS)("an export that %s", (_what, report, state, reason) => {
  test.each(ROLES)("in the role %s", (role) => {
    const status = poolStatus(question({ exported: anExportReport(NOON, { ...report, role }), imported: idle(role) }));
    const [, module] = status.BackupModules;
    const isMaster = role === "master";
    expect(module?.ExportStatus).toBe(isMaster ? state : "NotInitialized");
    expect(module?.Reason).toBe(isMaster ? reason : "not-cms-master");
    expect(module?.Role).toBe(role);
    // It spoils Overall only where it is expected to run; worse than FinalState is everything.
    expect(status.OverallExportStatus).toBe(isMaster ? state : "FinalState");
  });
});

const IMPORTS: readonly [what: string, report: Partial<ImportReport>, state: ImportState][] = [
  ["never looked", { attempt: { is: "none" } }, "NotInitialized"],
  ["failed", { attempt: failed }, "ErrorState"],
  ["works", {}, "NormalState"],
  ["got nowhere", { progressAt: NOON - 10 * MINUTE }, "ErrorState"],
];

describe.each(IMPORTS)("an import that %s", (_what, report, state) => {
  test.each(ROLES)("in the role %s", (role) => {
    const exported = anExportReport(NOON, { role });
    const status = poolStatus(question({ exported, imported: anImportReport(NOON, { ...report, role }) }));
    const expected = role === "standby" ? state : "NormalState";
    expect(status.BackupModules[1]?.ImportStatus).toBe(expected);
    expect(status.OverallImportStatus).toBe(expected);
  });
});

const idle = (role: CmsRole) => anImportReport(NOON, { role });

test.each(ROLES)("with a silent engine nothing is known in the role %s, and nothing is green", (role) => {
  const hearing = aHearing(NOON - MINUTE, { fresh: false });
  const asked = question({ exported: anExportReport(NOON - MINUTE, { role }), imported: idle(role) }, { hearing });
  const status = poolStatus(asked);
  expect(status).toMatchObject({ OverallExportStatus: "Unknown", OverallImportStatus: "Unknown" });
  expect(status.BackupModules[1]).toMatchObject({ ExportStatus: "Unknown", ImportStatus: "Unknown", Role: null });
  expect(directionStatus(asked).PartnerImports[1]?.ImportStatus).toBe("Unknown");
});

test("what was known of it is known with its role", () => {
  const hearing = aHearing(NOON - MINUTE, { fresh: false });
  const exported = anExportReport(NOON - MINUTE, { role: "standby", attempt: { is: "none" } });
  const [, module] = poolStatus(question({ exported, imported: idle("standby") }, { hearing })).BackupModules;
  expect(module?.LastKnown).toMatchObject({ ExportStatus: "NotInitialized", ImportStatus: "NormalState" });
});

test("what ails the import of a standby is told before that it does not export", () => {
  const exported = anExportReport(NOON, { role: "standby", attempt: { is: "none" } });
  const imported = anImportReport(NOON, { role: "standby", attempt: failed });
  expect(poolStatus(question({ exported, imported })).BackupModules[1]).toMatchObject({
    ExportStatus: "NotInitialized",
    ImportStatus: "ErrorState",
    Reason: "disk-full",
  });
});

test("asked for alone, a module that is not meant to export leaves Overall without a state to be of", () => {
  const asked = question({ exported: anExportReport(NOON, { role: "none" }), imported: idle("none") });
  const alone = poolStatus({ ...asked, modules: asked.modules.slice(1) });
  expect(alone).toMatchObject({ OverallExportStatus: "NotInitialized", OverallImportStatus: "NormalState" });
});

test.each(["standby", "none"] as const)(
  "the partner of a pool in the role %s imports nothing from it, and is well",
  (role) => {
    const exported = anExportReport(NOON, { role, attempt: { is: "none" }, partner: null, startedAt: NOON - MINUTE });
    const asked = question({ exported, imported: idle(role) });
    const told = { ImportStatus: "NormalState", Reason: null, UnknownSince: null };
    expect(directionStatus(asked).PartnerImports[1]).toMatchObject(told);
    // one that another service runs says nothing at all of it
    expect(directionStatus({ ...asked, isPartnerHere: false }).PartnerImports[1]).toMatchObject({
      ImportStatus: "Unknown",
      Reason: "pool-elsewhere",
    });
  },
);

test("the partner of the master is judged by its word", () => {
  const exported = anExportReport(NOON, {
    role: "master",
    partner: aWord(NOON - SECOND, { importState: "ErrorState" }),
  });
  expect(directionStatus(question({ exported, imported: idle("master") })).PartnerImports[1]).toMatchObject({
    ImportStatus: "ErrorState",
    Reason: "partner-fails",
  });
});
