import { describe, expect, test } from "vitest";
import { KIND_WORDS } from "#components/status/census.ts";
import type { Pair } from "#components/status/snapshot.ts";
import { aged } from "#lib/domain/ageing.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { direction, module, NOW, pair, partner, plain, seconds, snapshot } from "#lib/testkit/snapshot.ts";
import { fitted, poolLabels } from "./pool-labels.ts";
import { cellState, wallCells } from "./wall-cells.ts";
import { wallFigure, wallPairs } from "./wall-pair.ts";

const FILES = "ConfServices.DataConf";
const shown = (...pairs: readonly Pair[]) => wallPairs(pairs, poolLabels(pairs.flatMap(({ A, B }) => [A, B])));
const told = (one: Pair) => {
  const [first] = shown(one);
  return [
    first && KIND_WORDS[first.kind],
    first?.state,
    first?.figure,
    plain(first?.says ?? []).replaceAll("\u00a0", " "),
    first?.why,
  ];
};

const behind = module({
  Identity: FILES,
  ExportStatus: "NonSteadyState",
  Reason: "limit-reached",
  SecondsAtRisk: 228,
});
const error: LastError = {
  Side: "Export",
  Code: "disk-full",
  Sentence: "The disk is full.",
  Path: null,
  FirstAt: seconds(-600),
  At: NOW,
  Count: 2,
};
const failed = module({ ExportStatus: "ErrorState", Reason: "disk-full", SecondsAtRisk: 590, LastError: error });
const starting = module({ ExportStatus: "NotInitialized", Reason: "starting", SecondsAtRisk: null });

describe("a pair says what is at risk, since when and why", () => {
  const silent = (more: object) =>
    direction({
      modules: [module({ ExportStatus: "Unknown", Reason: "partner-unheard", UnknownSince: seconds(-720), ...more })],
      partners: [partner({ ImportStatus: "Unknown", Reason: "partner-unheard", UnknownSince: seconds(-720) })],
    });
  const steady = (more: object) => direction({ modules: [module({ ExportStatus: "SteadyState", ...more })] });
  const held = module({ ...failed, Reason: "deletion-guard", SecondsAtRisk: 0 });
  const refused = { Reason: "quarantined", QuarantinedItems: 2, SecondsAtRisk: 40 } as const;
  const cannot = partner({ ImportStatus: "ErrorState", Reason: "partner-fails" });

  test.each<[title: string, pair: Pair, told: readonly string[]]>([
    ["equal", pair(), ["healthy", "FinalState", "0 s", "nothing waits", "nothing waits"]],
    ["keeping up", pair(steady({ SecondsAtRisk: 22 })), ["healthy", "SteadyState", "22 s", "at risk", "keeping up"]],
    [
      "keeping up, but late",
      pair(steady({ SecondsAtRisk: 301 })),
      ["over the target", "NonSteadyState", "5 min 1 s", "at risk · over the target of 5 min", "over the target"],
    ],
    [
      "behind",
      pair(direction({ modules: [module(), behind] })),
      [
        "falling behind",
        "NonSteadyState",
        "3 min 48 s",
        "at risk · content of pool1 behind · reaches 5 min in 1 min 12 s",
        "content of pool1 behind",
      ],
    ],
    [
      "failing",
      pair(direction({ modules: [failed] })),
      [
        "failing",
        "ErrorState",
        "≥ 9 min 50 s",
        `at risk · users of pool1 failing since ${seconds(-600)}`,
        "users of pool1 failing",
      ],
    ],
    [
      "held",
      pair(direction({ modules: [held] })),
      ["failing", "ErrorState", "Not known", "deletions of pool1 held", "deletions of pool1 held"],
    ],
    [
      "the partner cannot import",
      pair(direction({ partners: [cannot] })),
      ["failing", "ErrorState", "0 s", "at risk · pool2 cannot import", "pool2 cannot import"],
    ],
    [
      "silent with nothing known to wait",
      pair(silent({})),
      ["out of contact", "Unknown", "Not known", `pool2 silent since ${seconds(-720)}`, "pool2 silent"],
    ],
    [
      "silent with changes that wait",
      pair(silent({ SecondsAtRisk: 725 })),
      ["out of contact", "Unknown", "≥ 12 min", `at risk · pool2 silent since ${seconds(-720)}`, "pool2 silent"],
    ],
    [
      "refused items",
      pair(steady(refused)),
      ["with refused items", "NonSteadyState", "40 s", "at risk · pool2 refuses items", "pool2 refuses items"],
    ],
    [
      "starting",
      pair(direction({ modules: [starting] })),
      ["starting", "NotInitialized", "Not known", "first look not ended", "first look not ended"],
    ],
  ])("%s", (_, one, words) => {
    expect(told(one)).toEqual(words);
  });
});

test("worst first; a smaller risk that grows does not make pairs change places every second", () => {
  const named = (name: string, ...modules: ReturnType<typeof module>[]) =>
    pair(direction({ from: `${name}1`, to: `${name}2`, modules }), direction({ from: `${name}2`, to: `${name}1` }));
  const late = (risk: number) => ({ ...behind, SecondsAtRisk: risk });
  const order = shown(
    named("calm", module()),
    named("less", late(120)),
    named("more", late(179)),
    named("worst", failed),
    named("most", late(200)),
    named("busy", module({ ExportStatus: "SteadyState", SecondsAtRisk: 90 })),
  ).map((one) => one.pair.A.split("1")[0]);
  expect(order).toEqual(["worst", "most", "less", "more", "calm", "busy"]);
});

test("once the server is not heard, no pair is called anything but out of contact", () => {
  const one = pair(direction({ modules: [module(), behind] }));
  const [old] = shown(...aged(snapshot(one), 15_001).Pairs);
  expect(old).toMatchObject({ kind: "unheard", tone: "unknown", state: "Unknown", figure: "Not known" });
});

test("what is large needs no seconds", () => {
  const figure = (seconds: number, atLeast = false) => wallFigure({ seconds, atLeast });
  expect([0, 228, 599, 725, 7_500, 172_000, 200_000].map((age) => figure(age))).toEqual([
    "0 s",
    "3 min 48 s",
    "9 min 59 s",
    "12 min",
    "2 h 5 min",
    "47 h",
    "2 d",
  ]);
  expect(figure(725, true)).toBe("≥ 12 min");
});

test("a cell joins export and the partner's import; what is not meant to run has none", () => {
  const standby = module({ Identity: "CentralMgmt.CMSMaster", Role: "standby", ExportStatus: "NotInitialized" });
  const lost = partner({ Identity: FILES, ImportStatus: "ErrorState" });
  const row = direction({ modules: [module(), behind, standby], partners: [partner(), lost] });
  expect(wallCells(row).map(cellState)).toEqual(["FinalState", "ErrorState", null]);
  expect(wallCells(row)[1]?.states).toEqual({ exported: "NonSteadyState", imported: "ErrorState" });
});

describe("pools are called", () => {
  const called = (...pools: readonly string[]) => [...poolLabels(pools as readonly PoolFqdn[]).values()];
  test("by what tells them apart", () => {
    expect(called("nyc-pool1.example.com", "chi-pool1.example.com")).toEqual(["nyc", "chi"]);
    expect(called("nyc-pool1.example.com", "nyc-pool2.example.com")).toEqual(["pool1", "pool2"]);
    expect(called("pool1.example.com", "pool2.example.com")).toEqual(["pool1", "pool2"]);
    expect(called("dc-nyc-pool1.example.com", "dc-chi-pool1.example.com")).toEqual(["nyc", "chi"]);
    expect(called("dc-nyc.example.com", "dc-nyc-2.example.com")).toEqual(["nyc", "nyc-2"]);
    expect(called("nyc-pool1.example.com")).toEqual(["nyc-pool1"]);
  });
  test("never two by one name", () => {
    expect(called("pool.eu.test", "pool.us.test", "other.eu.test")).toEqual(["pool.eu.test", "pool.us.test", "other"]);
  });
  test("by both ends where there is no room for all of the name", () => {
    expect(["nyc", "frankfurt-17"].map((name) => fitted(name, 4.5))).toEqual(["nyc", "fra…-17"]);
    expect(fitted("frankfurt-17", 1)).toBe("f…7");
    expect(fitted("mmmmmmmm", 4.5).length).toBeLessThan(fitted("iiiiiiii", 4.5).length);
  });
});
