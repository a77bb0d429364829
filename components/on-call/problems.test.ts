import { describe, expect, test } from "vitest";
import type { Pair } from "#components/status/snapshot.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import { direction, module, NOW, pair, partner, plain, seconds, snapshot } from "#lib/testkit/snapshot.ts";
import { healthyPairs, problemsOf } from "./problems.ts";
import { reasonsIn } from "./reasons-in.ts";

const FILES = "ConfServices.DataConf";
const error: LastError = {
  Side: "Export",
  Code: "disk-full",
  Sentence: "No space left on device",
  Path: "BackupStore/Temp",
  FirstAt: seconds(-600),
  At: NOW,
  Count: 3,
};
const failed = module({
  ExportStatus: "ErrorState",
  Reason: "disk-full",
  SecondsAtRisk: 590,
  OldestChangeAt: seconds(-590),
  LastError: error,
});
const behind = module({
  Identity: FILES,
  ExportStatus: "NonSteadyState",
  Reason: "limit-reached",
  SecondsAtRisk: 228,
  OldestChangeAt: seconds(-228),
});
const silent = { Reason: "engine-unheard", UnknownSince: seconds(-60) } as const;
const dead = module({ ExportStatus: "Unknown", ImportStatus: "Unknown", SecondsAtRisk: null, ...silent });
const deadPair = (a: string, b: string) => {
  const row = { modules: [dead], partners: [partner({ ImportStatus: "Unknown", ...silent })] };
  return pair(direction({ from: a, to: b, ...row }), direction({ from: b, to: a, ...row }));
};
const named = (a: string, b: string, ...modules: ReturnType<typeof module>[]): Pair =>
  pair(direction({ from: a, to: b, modules }), direction({ from: b, to: a }));
const told = (...pairs: readonly Pair[]) => problemsOf(snapshot(...pairs), true, (reason) => REASONS[reason]);

test("nothing wrong is no problem, and neither is a pair that just started", () => {
  const starting = module({ ExportStatus: "NotInitialized", Reason: "starting", SecondsAtRisk: null });
  expect(told(pair(), pair(direction({ modules: [starting] })))).toEqual([]);
});

describe("a problem says", () => {
  test("what fails, since when what is at risk, why, what next, and what was told", () => {
    const [problem, ...more] = told(pair(direction({ modules: [failed] })));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      tone: "bad",
      title: ["PresenceFocus pool1 → pool2 fails"],
      figure: "≥ 9 min 50 s",
      why: expect.stringContaining("A disk is full"),
      next: expect.stringContaining("Make room"),
      note: { error, link: null },
      syncHelps: true,
    });
    expect(plain(problem?.risk ?? [])).toBe(`at risk since ${seconds(-590)}, growing`);
  });

  test("which limit may be lifted", () => {
    const [problem] = told(pair(direction({ modules: [behind] })));
    expect(problem).toMatchObject({ tone: "warn", figure: "3 min 48 s", syncHelps: true });
    expect(problem?.note?.liftable).toMatchObject([{ module: FILES }]);
  });

  test("that changes are too old, though every state is good", () => {
    const late = module({ ExportStatus: "SteadyState", SecondsAtRisk: 310, OldestChangeAt: seconds(-310) });
    expect(told(pair(direction({ modules: [late] })))).toMatchObject([
      { tone: "warn", figure: "5 min 10 s", note: null, syncHelps: true },
    ]);
  });

  test("that nothing was ever heard of a pair", () => {
    const never = module({ ExportStatus: "Unknown", Reason: "partner-unheard", UnknownSince: null, AsOf: null });
    const word = partner({ ImportStatus: "Unknown", Reason: null, AsOf: null });
    const [problem] = told(pair(direction({ modules: [never], partners: [word] })));
    expect(problem).toMatchObject({ tone: "unknown", figure: "Not known", syncHelps: false });
    expect(plain(problem?.title ?? [])).toContain("Nothing was heard of pool2");
  });

  test("where something else than a sync helps", () => {
    const held = module({ ExportStatus: "ErrorState", Reason: "deletion-guard", HeldItems: 220, SecondsAtRisk: 60 });
    expect(told(pair(direction({ modules: [held] })))).toMatchObject([
      { syncHelps: false, note: { link: { label: "See what is held" } } },
    ]);
  });
});

test("worst first, each of a pair's own", () => {
  const all = told(named("a", "b", behind), named("c", "d", module()), named("e", "f", failed, behind));
  expect(all.map(({ title, tone }) => [plain(title), tone])).toEqual([
    ["PresenceFocus e → f fails", "bad"],
    ["DataConf e → f falls behind", "warn"],
    ["DataConf a → b falls behind", "warn"],
  ]);
});

test("a silent engine is one problem, however many pairs it concerns", () => {
  const all = told(deadPair("a", "b"), deadPair("c", "d"), deadPair("e", "f"));
  expect(all).toMatchObject([{ title: ["The sync engine is silent"], pairs: 3, tone: "unknown" }]);
});

test("the rest is fine, and a pair is either told or fine", () => {
  const pairs = [named("a", "b", behind), named("c", "d", module())];
  const healthy = healthyPairs(snapshot(...pairs), told(...pairs));
  expect(healthy.map(({ A }) => A)).toEqual(["c.example.test"]);
});

test("every reason that a snapshot names is known before the page is drawn", () => {
  const told = snapshot(named("a", "b", behind, failed), deadPair("c", "d"));
  expect([...reasonsIn(told)].sort()).toEqual(["disk-full", "engine-unheard", "limit-reached"]);
});
