import { expect, test } from "vitest";
import { aged } from "./ageing.ts";
import type { ModuleName } from "./backup-module.ts";
import type { PoolFqdn } from "./pool.ts";
import type { DirectionStatus, ModuleStatus } from "./status.ts";

const NOW = "2026-11-21T12:04:23.000Z";
const ago = (seconds: number) => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

const MODULE: ModuleStatus = {
  Identity: "UserServices.PresenceFocus" as ModuleName,
  Category: "UserData",
  ExportStatus: "FinalState",
  ImportStatus: "NormalState",
  Reason: null,
  AsOf: ago(3),
  PendingItems: 0,
  PendingBytes: null,
  UnackedPackages: 0,
  IgnoredItems: null,
  OldestChangeAt: null,
  SecondsAtRisk: 0,
  NextCycleAt: ago(-60),
  LastCycleAt: ago(60),
  LastScanAt: null,
  LastFinalAt: ago(3),
  LastError: null,
  UnknownSince: null,
  LastKnown: null,
};

type Partner = Partial<DirectionStatus["PartnerImports"][number]>;

function snapshot(module: Partial<ModuleStatus> = {}, partner: Partner = {}) {
  const told = { ...MODULE, ...module };
  const direction: DirectionStatus = {
    From: "p1.example.test" as PoolFqdn,
    To: "p2.example.test" as PoolFqdn,
    Status: {
      PoolFqdn: "p1.example.test" as PoolFqdn,
      BackupPoolFqdn: "p2.example.test" as PoolFqdn,
      ActiveMachineFqdn: "p1-fe1",
      AsOf: ago(3),
      OverallExportStatus: told.ExportStatus,
      OverallImportStatus: told.ImportStatus,
      BackupModules: [told],
    },
    PartnerImports: [
      {
        Identity: told.Identity,
        ImportStatus: "NormalState",
        Reason: null,
        AsOf: ago(2),
        UnknownSince: null,
        ...partner,
      },
    ],
  };
  return { Now: NOW, SyncInterval: "00:02:00", Pairs: [{ Directions: [direction] }] };
}

function after(seconds: number, ...told: Parameters<typeof snapshot>) {
  const direction = aged(snapshot(...told), seconds * 1000).Pairs[0]?.Directions[0];
  const module = direction?.Status.BackupModules[0];
  const partner = direction?.PartnerImports[0];
  if (!direction || !module || !partner) throw new Error("The snapshot lost its direction.");
  return { direction, module, partner };
}

test.each([
  // [seconds after the answer, age of the evidence then, export, reason]
  [0, 3, "FinalState", null],
  [12, 3, "FinalState", null],
  [12.001, 3, "Unknown", "engine-unheard"],
  [2, 14, "Unknown", "engine-unheard"],
  [15, 0, "FinalState", null],
  [16, 0, "Unknown", null],
  [86_400, 0, "Unknown", null],
] as const)("%d s after an answer on evidence %d s old the export reads %s", (seconds, age, state, reason) => {
  const { module, direction } = after(seconds, { AsOf: ago(age) }, { AsOf: ago(0) });
  expect(module.ExportStatus).toBe(state);
  expect(module.Reason).toBe(reason);
  expect(direction.Status.OverallExportStatus).toBe(state);
});

test.each(["FinalState", "SteadyState", "NonSteadyState", "ErrorState", "NotInitialized"] as const)(
  "%s does not outlive its evidence: neither green nor red",
  (state) => {
    const { module, partner } = after(20, { ExportStatus: state });
    expect([module.ExportStatus, module.ImportStatus, partner.ImportStatus]).toEqual(["Unknown", "Unknown", "Unknown"]);
    expect(module.LastKnown).toEqual({ ExportStatus: state, ImportStatus: "NormalState", At: ago(3) });
  },
);

test("numbers that are not known any more are not told, and it says since when", () => {
  const { module, partner, direction } = after(60, { PendingItems: 12, OldestChangeAt: ago(9), SecondsAtRisk: 9 });
  expect(module).toMatchObject({ PendingItems: null, UnackedPackages: null, SecondsAtRisk: null, NextCycleAt: null });
  expect(module.UnknownSince).toBe(ago(3));
  expect(partner.UnknownSince).toBe(ago(2));
  expect(direction.Status.ActiveMachineFqdn).toBeNull();
});

test("what is at risk grows between two answers by the server's own clock", () => {
  const { module } = after(4.5, { ExportStatus: "SteadyState", OldestChangeAt: ago(9), SecondsAtRisk: 9 });
  expect(module.SecondsAtRisk).toBe(13);
});

test("when only the partner's word grows old, Final becomes Unknown and our own counts stay", () => {
  const { module, partner } = after(4, { AsOf: ago(0), PendingItems: 0 }, { AsOf: ago(12) });
  expect(partner).toMatchObject({ ImportStatus: "Unknown", Reason: "partner-unheard", UnknownSince: ago(12) });
  expect(module).toMatchObject({ ExportStatus: "Unknown", Reason: "partner-unheard", PendingItems: 0 });
});

test("a backlog stays NonSteadyState though the partner is silent", () => {
  const { module } = after(4, { ExportStatus: "NonSteadyState", AsOf: ago(0) }, { AsOf: ago(12) });
  expect(module.ExportStatus).toBe("NonSteadyState");
});

test("old evidence that the server judged itself is left as judged while the server answers", () => {
  const told = { ExportStatus: "NotInitialized", Reason: "starting", AsOf: ago(300) } as const;
  expect(after(2, told).module.ExportStatus).toBe("NotInitialized");
  expect(after(16, told).module.ExportStatus).toBe("Unknown");
});

test("Unknown keeps the moment since when it is so, and what was last known", () => {
  const lastKnown = { ExportStatus: "SteadyState", ImportStatus: "NormalState", At: ago(300) } as const;
  const { module } = after(30, { ExportStatus: "Unknown", UnknownSince: ago(300), LastKnown: lastKnown });
  expect(module.UnknownSince).toBe(ago(300));
  expect(module.LastKnown).toEqual(lastKnown);
});

test("the snapshot's clock runs on by the time that has passed, never back", () => {
  expect(aged(snapshot(), 1500).Now).toBe("2026-11-21T12:04:24.500Z");
  expect(aged(snapshot(), -9000).Now).toBe(NOW);
});
