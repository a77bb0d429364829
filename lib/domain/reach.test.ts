import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PoolFqdn, poolFqdn } from "./pool.ts";
import { isWithin, NOWHERE, type Reach, reaches, reachText, readReach, seenTopology } from "./reach.ts";
import type { Topology } from "./topology.ts";

const pool = (name: string): PoolFqdn => poolFqdn(`${name}.pairkeeper.test`) ?? expect.unreachable();
const [P1, P2, P3, P4, P5] = ["p1", "p2", "p3", "p4", "p5"].map(pool) as [
  PoolFqdn,
  PoolFqdn,
  PoolFqdn,
  PoolFqdn,
  PoolFqdn,
];
const TOPOLOGY: Topology = {
  pools: [P1, P2, P3, P4, P5],
  pairs: [
    { a: P1, b: P2 },
    { a: P3, b: P4 },
  ],
  cmsMaster: P3,
};

const reach = fc.oneof(fc.constant<Reach>("all"), fc.uniqueArray(fc.constantFrom(...TOPOLOGY.pools)));

describe("what one may see", () => {
  test.each<[reach: Reach, seen: Topology]>([
    ["all", TOPOLOGY],
    [NOWHERE, { pools: [], pairs: [], cmsMaster: null }],
    [[P2], { pools: [P1, P2], pairs: [{ a: P1, b: P2 }], cmsMaster: null }],
    [[P4, P1], { ...TOPOLOGY, pools: [P1, P2, P3, P4] }],
    [[P5], { pools: [P5], pairs: [], cmsMaster: null }],
    [[pool("gone")], { pools: [], pairs: [], cmsMaster: null }],
  ])("with %j", (given, seen) => {
    expect(seenTopology(given, TOPOLOGY)).toEqual(seen);
  });

  test("is never more than with a wider reach", () => {
    fc.assert(
      fc.property(reach, reach, (inner, outer) => {
        fc.pre(isWithin(inner, outer));
        const [less, more] = [seenTopology(inner, TOPOLOGY), seenTopology(outer, TOPOLOGY)];
        expect(more.pools).toEqual(expect.arrayContaining([...less.pools]));
        expect(more.pairs).toEqual(expect.arrayContaining([...less.pairs]));
      }),
      { numRuns: 50 },
    );
  });
});

test("who sees a partner does not act on it", () => {
  expect([reaches([P1], P1), reaches([P1], P2), reaches("all", P2), reaches(NOWHERE, P1)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test("nobody is given more than the giver has", () => {
  expect(isWithin([P1], "all")).toBe(true);
  expect(isWithin([P1], [P2, P1])).toBe(true);
  expect(isWithin([P1, P2], [P1])).toBe(false);
  expect(isWithin("all", TOPOLOGY.pools)).toBe(false); // pools may come
});

test("is read as it is written", () => {
  fc.assert(
    fc.property(reach, (given) => {
      fc.pre(given.length > 0);
      expect(readReach(reachText(given))).toEqual(given === "all" ? given : [...given].sort());
    }),
    { numRuns: 50 },
  );
});

test.each<[text: string, read: Reach | null]>([
  ["ALL", "all"],
  [" P2.pairkeeper.test. , p1.pairkeeper.test,p2.pairkeeper.test", [P1, P2]],
  ["", null],
  ["p1", null],
  ["all, p1.pairkeeper.test", null],
  ["p1.pairkeeper.test,", null],
])("%j", (text, read) => {
  expect(readReach(text)).toEqual(read);
});
