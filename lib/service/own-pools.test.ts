import { expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { ownPools } from "./own-pools.ts";

const KNOWN = [POOL_1, POOL_2];

test("all pools are this service's own unless some are named", () => {
  expect([...ownPools({ pools: null }, KNOWN)]).toEqual(KNOWN);
  expect([...ownPools({ pools: [POOL_2] }, KNOWN)]).toEqual([POOL_2]);
  expect([...ownPools({ pools: [POOL_2, POOL_1] }, KNOWN)]).toEqual(KNOWN);
});

test("a pool that the topology does not know is refused in one sentence that names it and the known ones", () => {
  const refused = () => ownPools({ pools: [POOL_1, "nowhere.example.com"] }, KNOWN);
  expect(refused).toThrow(`PAIRKEEPER_POOLS names nowhere.example.com, but known are only ${POOL_1} and ${POOL_2}.`);
  expect(refused).toThrow(expect.objectContaining({ code: "refused" }));
});
