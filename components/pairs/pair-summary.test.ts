import { expect, test } from "vitest";
import { direction, module, NOW, pair, partner, seconds } from "#lib/testkit/snapshot.ts";
import { summaryOf } from "./pair-summary.ts";

type Told = NonNullable<Parameters<typeof module>[0]>;
const back = (told: Told, importStatus: "NormalState" | "ErrorState" | "Unknown" = "NormalState") =>
  direction({
    from: "pool2",
    to: "pool1",
    modules: [module(told)],
    partners: [partner({ ImportStatus: importStatus })],
  });
const of = (there: Told, other: Told = {}, importStatus?: Parameters<typeof back>[1]) =>
  summaryOf(pair(direction({ modules: [module(there)] }), back(other, importStatus)), NOW);

test.each([
  [of({}), "FinalState", "both Final · Normal"],
  [of({ ExportStatus: "SteadyState" }), "SteadyState", "Steady and Final · Normal"],
  [of({}, { ExportStatus: "NonSteadyState" }, "ErrorState"), "ErrorState", "Final and NonSteady · Normal and Error"],
  [of({}, {}, "Unknown"), "Unknown", "both Final · Normal and Unknown"],
  [of({ Role: "standby" }), "FinalState", "one way Final · Normal"],
  [of({ Role: "standby" }, { Role: "none" }), null, "not in this pair"],
] as const)("%#: its module is %s: %s", ({ modules }, state, words) => {
  expect(modules).toEqual([{ short: "PresenceFocus", state, words }]);
});

test.each([
  [of({}), "0 s", "nothing waits"],
  [of({ UnackedPackages: 2, UnackedItems: 12, SecondsAtRisk: 9 }), "9 s", "12 items on their way"],
  [of({}, { UnackedPackages: 1, UnackedItems: null }), "0 s", "all is on its way"],
  [of({ PendingItems: 1, SecondsAtRisk: 4, OldestChangeAt: seconds(-4) }), "4 s", "1 item leaves in 1 min 12 s"],
  [
    of({ PendingItems: 12, SecondsAtRisk: 31 }, { PendingItems: 8, NextCycleAt: seconds(5) }),
    "31 s",
    "20 items leave in 5 s",
  ],
  [of({ PendingItems: 1200, NextCycleAt: seconds(0), SecondsAtRisk: 9 }), "9 s", "1,200 items leave now"],
  [of({ PendingItems: 2, NextCycleAt: null, SecondsAtRisk: 9 }), "9 s", "2 items wait"],
  [of({ ExportStatus: "Unknown", PendingItems: null, SecondsAtRisk: null }), null, "what waits is not known"],
])("%#: %s at risk, and %s", ({ risk, next }, most, words) => {
  expect([risk, next]).toEqual([most, words]);
});

test("what is at risk for too long is no healthy pair, though every state is good", () => {
  expect(of({ ExportStatus: "SteadyState", SecondsAtRisk: 301 })).toMatchObject({ kind: "late", isLate: true });
  expect(of({ ExportStatus: "SteadyState", SecondsAtRisk: 300 })).toMatchObject({ kind: "healthy", isLate: false });
  expect(of({ ExportStatus: "NotInitialized", SecondsAtRisk: null })).toMatchObject({ kind: "starting" });
});
