import { expect, test } from "vitest";
import { POOL_1, POOL_2, TWO_POOLS } from "#lib/testkit/evidence.ts";
import type { PoolFqdn } from "./pool.ts";
import { partnerOf, type Topology } from "./topology.ts";

const pool = (n: number) => `pool${n}.pairkeeper.test` as PoolFqdn;
const FIVE_POOLS: Topology = {
  pools: [1, 2, 3, 4, 5].map(pool),
  pairs: [
    { a: pool(1), b: pool(4) },
    { a: pool(3), b: pool(2) },
  ],
  cmsMaster: pool(3),
};

test("in a pair each pool backs up the other", () => {
  expect(partnerOf(TWO_POOLS, POOL_1)).toBe(POOL_2);
  expect(partnerOf(TWO_POOLS, POOL_2)).toBe(POOL_1);
});

test.each([
  [1, 4],
  [4, 1],
  [2, 3],
  [3, 2],
])("of several pairs pool %d finds its own partner, pool %d", (one, other) => {
  expect(partnerOf(FIVE_POOLS, pool(one))).toBe(pool(other));
});

test.each([
  ["a pool in no pair", pool(5)],
  ["a pool that nobody knows", pool(9)],
])("%s has no partner", (_sentence, unpaired) => {
  expect(partnerOf(FIVE_POOLS, unpaired)).toBeNull();
});
