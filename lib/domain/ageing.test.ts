import { expect, test } from "vitest";
import { aLoss, direction, module, NOW, pair, partner, seconds, snapshot } from "#lib/testkit/snapshot.ts";
import { aged } from "./ageing.ts";

const ago = (age: number) => seconds(-age);

/** One direction, so long after an answer that told this of a module and of the partner's import. */
function after(elapsed: number, told: Parameters<typeof module>[0] = {}, heard: Parameters<typeof partner>[0] = {}) {
  const answer = snapshot(pair(direction({ modules: [module(told)], partners: [partner(heard)] })));
  const there = aged(answer, elapsed * 1000).Pairs[0]?.Directions[0];
  const [own] = there?.Status.BackupModules ?? [];
  const [others] = there?.PartnerImports ?? [];
  if (!there || !own || !others) throw new Error("The snapshot lost its direction.");
  return { direction: there, module: own, partner: others };
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
] as const)("%d s after an answer on evidence %d s old the export reads %s", (elapsed, age, state, reason) => {
  const { module, direction } = after(elapsed, { AsOf: ago(age) }, { AsOf: ago(0) });
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
  expect(partner.UnknownSince).toBe(ago(4));
  expect(direction.Status.ActiveMachineFqdn).toBeNull();
});

test("counts of what is held and refused are not told either", () => {
  const { module } = after(60, { HeldItems: 3, QuarantinedItems: 2 }, { FirstQuarantined: "a/b" });
  expect(module).toMatchObject({ HeldItems: null, QuarantinedItems: null });
});

test("the name of what a silent partner refused is not told", () => {
  const heard = after(4, { AsOf: ago(0) }, { AsOf: ago(3), FirstQuarantined: "a/b" });
  expect(heard.partner.FirstQuarantined).toBe("a/b");
  const silent = after(4, { AsOf: ago(0) }, { AsOf: ago(12), FirstQuarantined: "a/b" });
  expect(silent.partner.FirstQuarantined).toBeNull();
});

test("a pool that another service runs stays one while the server answers, whatever is left of its evidence", () => {
  const elsewhere = { ExportStatus: "Unknown", ImportStatus: "Unknown", Reason: "pool-elsewhere" } as const;
  expect(after(6, { ...elsewhere, AsOf: ago(10) }).module.Reason).toBe("pool-elsewhere");
  expect(after(6, { ...elsewhere, AsOf: null }).module.Reason).toBe("pool-elsewhere");
});

test("what is at risk grows between two answers by the server's own clock", () => {
  const { module } = after(4.5, { ExportStatus: "SteadyState", OldestChangeAt: ago(9), SecondsAtRisk: 9 });
  expect(module.SecondsAtRisk).toBe(13);
});

test("what is at risk and since when, each cut to whole seconds, never differ by a second", () => {
  const { module } = after(0.1, { ExportStatus: "SteadyState", OldestChangeAt: ago(8.1), SecondsAtRisk: 8 });
  expect(module.SecondsAtRisk).toBe(9); // 11:59:51 is shown, and it is 12:00:00
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

test.each([
  // [seconds after the answer, age of the partner's word then, what would be lost is]
  [4, 3, "Counted", null],
  [4, 12, "AtLeast", "partner-unheard"],
  [13, 3, "Unknown", "engine-unheard"],
  [60, 3, "Unknown", null],
] as const)("%d s after an answer, the partner's word %d s old, what would be lost is %s", (elapsed, age, is, why) => {
  const loss = aLoss({ Users: 12, Since: ago(30) });
  const told = direction({ modules: [module({ AsOf: ago(3) })], partners: [partner({ AsOf: ago(age) })], loss });
  const [believed] = aged(snapshot(pair(told)), elapsed * 1000).Pairs[0]?.Directions ?? [];
  expect(believed?.Loss).toMatchObject({ Is: is, Why: why, Users: is === "Unknown" ? 0 : 12 });
});

test("that nothing would be lost is not believed once the partner is silent", () => {
  const told = direction({ partners: [partner({ AsOf: ago(12) })], modules: [module({ AsOf: ago(0) })] });
  const [believed] = aged(snapshot(pair(told)), 4_000).Pairs[0]?.Directions ?? [];
  expect(believed?.Loss).toMatchObject({ Is: "Unknown", Why: "partner-unheard" });
});
