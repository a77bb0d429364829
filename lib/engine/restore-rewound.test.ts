import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

/* A restore from a partner whose own database went back: that has nothing to give before a person said which past is right. */

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const database = () => join(world.folder, "pools", POOL_2, "user.db");
const users = (pool: typeof POOL_1) => world.rows(pool).map(({ sip_uri }) => sip_uri);

test("takes nothing away from who asked while nobody has said so: it keeps what it has, and all of it is copied once the partner is adopted", async () => {
  world.sql(POOL_2, `vacuum into '${database()}.old'`);
  world.user("sip:b@x");
  world.user("sip:theirs@x", "B", POOL_2);
  await world.settle(2);
  await world.restart({}, () => {
    for (const tail of ["", "-wal", "-shm"]) rmSync(database() + tail, { force: true });
    copyFileSync(`${database()}.old`, database());
  });
  await world.settle(1);
  expect(await world.status("rows", POOL_2)).toMatchObject({ Reason: "store-rewound" });
  const id = await world.askToRestore(POOL_1);
  await world.settle(3);
  expect(users(POOL_1)).toEqual(["sip:a@x", "sip:b@x"]);
  expect(await world.status("rows", POOL_2)).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-rewound" });
  await world.askToAdopt(POOL_2);
  await world.restart();
  await world.settle(6);
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  const problem = expect.stringContaining("waits to be filled itself");
  expect(runs.find(({ lane }) => lane.module === PRESENCE)).toMatchObject({ end: "failed", problem });
  expect(users(POOL_1)).toEqual(["sip:a@x", "sip:b@x"]);
  expect(users(POOL_2)).toEqual(["sip:a@x", "sip:b@x"]);
  for (const pool of [POOL_1, POOL_2]) expect(await world.states(pool)).toBe("rows FinalState, files FinalState");
});
