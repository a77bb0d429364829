import { expect, test } from "vitest";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { openTempLedger } from "#lib/testkit/temp-ledger.ts";
import { firstStart } from "./first-start.ts";

test("stores that a start did not come to make are made by the next; those of an adoption are not first start's", async () => {
  const { ledger, remove } = await openTempLedger();
  const made: string[] = [];
  const start = (isCutOff: boolean) =>
    firstStart({
      ledger: ledger.topology,
      clock: { now: () => 9 },
      newId: () => "new",
      makeStores: (pool) => {
        if (isCutOff && made.length === 1) throw new Error("cut off");
        made.push(pool);
      },
    });
  await expect(start(true)).rejects.toThrow("cut off");
  await start(false);
  expect(new Set(made).size).toBe(made.length);
  expect(made).toHaveLength(2);
  await ledger.topology.adopt(POOL_1, "r1");
  await start(false);
  expect(made).toHaveLength(2);
  expect((await ledger.topology.stores()).find(({ pool }) => pool === POOL_1)).toMatchObject({ madeAt: null });
  await remove();
});
