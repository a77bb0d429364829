import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { POOL_1, POOL_2, TWO_POOLS } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";

const folder = tempFolder();
let ledger: OpenLedger;

beforeEach(async () => {
  ledger = await openLedger(join(folder(), "ledger.db"), { now: () => 0 });
  const stores = TWO_POOLS.pools.map((pool) => ({
    pool,
    storeId: `store of ${pool}`,
    madeAt: 5,
    epoch: 1,
    adoptedFor: null,
  }));
  await ledger.topology.found(TWO_POOLS, stores);
});

test("an adoption raises the epoch of that pool's stores once a request, and they are to be made", async () => {
  const adopted = { pool: POOL_1, storeId: `store of ${POOL_1}`, madeAt: null, epoch: 2, adoptedFor: "r1" };
  expect(await ledger.topology.adopt(POOL_1, "r1")).toEqual(adopted);
  await ledger.topology.storesMade(POOL_1, 7);
  expect(await ledger.topology.adopt(POOL_1, "r1")).toEqual({ ...adopted, madeAt: 7 });
  expect(await ledger.topology.adopt(POOL_1, "r2")).toEqual({ ...adopted, epoch: 3, adoptedFor: "r2" });
  expect((await ledger.topology.stores()).find(({ pool }) => pool === POOL_2)).toMatchObject({ epoch: 1, madeAt: 5 });
  await ledger.close();
});
