import { expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { rightsOf } from "./topology-rights.ts";

const needed = {
  newPool: "administrator",
  newPair: "administrator",
  rePair: "administrator",
  removePair: "administrator",
  removeStandby: "administrator",
} as const;
const pair = [{ PoolFqdn: POOL_1 }, { PoolFqdn: POOL_2 }];
const told = (actor: Parameters<typeof rightsOf>[0]) => {
  const { add, clean, ...on } = rightsOf(actor, needed);
  return [add, clean, on.pair(pair.slice(0, 1)), on.part(pair), on.rePair(pair)];
};

test("who reaches some pools alone pairs and parts these, and no others", () => {
  expect(told({ role: "administrator", pools: "all" })).toEqual([true, true, true, true, true]);
  expect(told({ role: "administrator", pools: [POOL_1, POOL_2] })).toEqual([false, false, true, true, true]);
  expect(told({ role: "administrator", pools: [POOL_1] })).toEqual([false, false, true, false, false]);
  expect(told({ role: "restorer", pools: "all" })).toEqual([false, false, false, false, false]);
});
