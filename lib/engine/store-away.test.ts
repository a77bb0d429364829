import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

/* A user database that goes away while a lane works on it: whoever asks for it next closes what the lane has open. */

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const database = (pool: typeof POOL_1) => join(world.folder, "pools", pool, "user.db");
const TAILS = ["", "-wal", "-shm"];
const away = {
  deleted: (pool: typeof POOL_1) => {
    for (const tail of TAILS) rmSync(`${database(pool)}${tail}`, { force: true });
  },
  moved: (pool: typeof POOL_1) => renameSync(database(pool), `${database(pool)}.moved`),
};

test.each(["deleted", "moved"] as const)("that is %s under an export is lost from that very try", async (how) => {
  let isDue = true;
  const told: unknown[] = [];
  await world.restart({
    log: (line, detail) => line.includes("failed") && told.push(detail?.code),
    rows: (real, pool) => ({
      ...real,
      takeChanges: async (...values) => {
        if (pool === POOL_1 && isDue) {
          isDue = false;
          away[how](POOL_1);
          expect(() => world.contentOf(POOL_1)).toThrow("is gone"); // as another lane finds it
        }
        return real.takeChanges(...values);
      },
    }),
  });
  world.user("sip:b@x");
  await world.cycle("rows");
  expect(isDue).toBe(false);
  expect(told).toEqual(["store-lost"]);
  const path = database(POOL_1);
  expect(await world.status("rows")).toMatchObject({
    ExportStatus: "ErrorState",
    Reason: "store-lost",
    LastError: { Code: "store-lost", Path: path },
  });
});

test("that is deleted under an import is lost from that very try, and its partner is told so", async () => {
  let isDue = true;
  const told: unknown[] = [];
  await world.restart({
    log: (line, detail) => line.includes("failed") && told.push(detail?.code),
    book: (real, pool) => ({
      ...real,
      setPosition: async (...values) => {
        if (pool === POOL_2 && isDue) {
          isDue = false;
          away.deleted(POOL_2);
          expect(() => world.contentOf(POOL_2)).toThrow("is gone");
        }
        return real.setPosition(...values);
      },
    }),
  });
  world.user("sip:b@x");
  await world.cycle("rows");
  await world.import("rows").turn();
  expect(isDue).toBe(false);
  expect(told).toEqual(["store-lost"]);
  await world.import("rows").keepWord();
  await world.export("rows").listen();
  expect(await world.status("rows")).toMatchObject({ Reason: "standby-lost" });
});
