import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/auth/context.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { approveHeldDeletion } from "./approve-held-deletion.ts";
import { backupPool } from "./backup-pool.ts";
import { debugInterPoolReplication } from "./debug-inter-pool-replication.ts";
import { endLift } from "./end-lift.ts";
import { getDrift } from "./get-drift.ts";
import { getHeldDeletions } from "./get-held-deletions.ts";
import { getJournal } from "./get-journal.ts";
import { getLaneHistory } from "./get-lane-history.ts";
import { getPools } from "./get-pools.ts";
import { getQuarantinedItems } from "./get-quarantined-items.ts";
import { getRelationship } from "./get-relationship.ts";
import { getRequests } from "./get-requests.ts";
import { getSamples } from "./get-samples.ts";
import { getStatus } from "./get-status.ts";
import { getTrash } from "./get-trash.ts";
import { invokeSync } from "./invoke-sync.ts";
import { liftLimit } from "./lift-limit.ts";
import { newPair } from "./new-pair.ts";
import { previewSync } from "./preview-sync.ts";
import { removePair } from "./remove-pair.ts";
import { removeStandby } from "./remove-standby.ts";
import { restoreStore } from "./restore-store.ts";
import { restoreTrash } from "./restore-trash.ts";
import { retryQuarantined } from "./retry-quarantined.ts";
import { skipQuarantined } from "./skip-quarantined.ts";

// What every command does with a pool that is none, unknown, unpaired or run elsewhere (DOMAIN 10 no. 22).

type Command = (ctx: Context, raw: unknown) => Promise<unknown>;
type Row = readonly [name: string, command: Command, more: object];

const NEEDS_PARTNER: readonly Row[] = [
  ["getStatus", getStatus, {}],
  ["getRelationship", getRelationship, {}],
  ["invokeSync", invokeSync, {}],
  ["previewSync", previewSync, {}],
  ["backupPool", backupPool, {}],
  ["restoreStore", restoreStore, { fromPartner: true }],
  ["approveHeldDeletion", approveHeldDeletion, { module: "DataConf", token: "t" }],
  ["getTrash", getTrash, {}],
  ["restoreTrash", restoreTrash, { trashItems: ["DataConf:x"] }],
  ["retryQuarantined", retryQuarantined, { all: true }],
  ["skipQuarantined", skipQuarantined, { all: true, reason: "It is known." }],
  ["removePair", removePair, {}],
  ["liftLimit", liftLimit, { module: "DataConf" }],
  ["endLift", endLift, { module: "DataConf" }],
  ["debugInterPoolReplication", debugInterPoolReplication, {}],
];
/** They need a partner, and change nothing. */
const READS: readonly Row[] = [
  ["getSamples", getSamples, { module: "DataConf" }],
  ["getLaneHistory", getLaneHistory, { module: "DataConf" }],
  ["getDrift", getDrift, { module: "DataConf" }],
];
const NEEDS_NONE: readonly Row[] = [
  ["getPools", getPools, {}],
  ["getRequests", getRequests, {}],
  ["getJournal", getJournal, {}],
  ["getHeldDeletions", getHeldDeletions, {}],
  ["getQuarantinedItems", getQuarantinedItems, {}],
  ["newPair", newPair, { backupPool: POOL_2 }],
  ["removeStandby", removeStandby, {}],
];
const CHANGES: readonly Row[] = [
  ...NEEDS_PARTNER.slice(2),
  ["restoreStore -Adopt", restoreStore, { adopt: true }],
  ["removeStandby", removeStandby, {}],
];

const ALONE = "pool9.pairkeeper.test" as PoolFqdn;
let world: Console;
beforeAll(async () => {
  world = await openConsole();
  const record = { pool: ALONE, site: "", edition: "Standard" as const, fileStore: null, userStore: null };
  await world.ledger.doors.addPool(record, world.context().actor);
});
afterAll(() => world.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field, sentence, hint }) => {
      for (const words of [sentence, hint]) expect(words).toMatch(/\.$/);
      return [code, field];
    },
  );

describe.each([...NEEDS_PARTNER, ...READS, ...NEEDS_NONE])("%s", (_, command, more) => {
  test.each(["pool1", "", "../../etc.passwd", ".", "a..b", "-a.b", 7, null, `${"a.".repeat(400)}test`])(
    "refuses %j as a pool",
    async (pool) => {
      expect(await refusal(command(world.context(), { ...more, pool }))).toEqual(["bad-input", "PoolFqdn"]);
    },
  );

  test("refuses a pool that nobody knows, and names those that are known", async () => {
    const asked = { ...more, pool: "nowhere.example.com" };
    expect(await refusal(command(world.context(), asked))).toEqual(["unknown-pool", "PoolFqdn"]);
    await expect(command(world.context(), asked)).rejects.toMatchObject({ hint: expect.stringContaining(POOL_1) });
  });

  test("refuses a parameter that it does not know", async () => {
    const asked = { ...more, pool: POOL_1, poolFqdns: "x" };
    expect((await refusal(command(world.context(), asked)))[0]).toBe("bad-input");
  });
});

test.each([...NEEDS_PARTNER, ...READS])(
  "%s refuses an unpaired pool (DOMAIN 10 no. 22)",
  async (name, command, more) => {
    world.pools = new Set([POOL_1, POOL_2, ALONE]);
    const field = name === "restoreStore" ? "FromPartner" : "PoolFqdn";
    expect(await refusal(command(world.context(), { ...more, pool: ALONE }))).toEqual(["unpaired", field]);
  },
);

test.each(CHANGES)("%s refuses a pool that another service runs", async (name, command, more) => {
  world.pools = new Set(name === "getTrash" ? [POOL_1] : [POOL_2]);
  expect(await refusal(command(world.context(), { ...more, pool: POOL_1 }))).toEqual(["pool-elsewhere", "PoolFqdn"]);
});
