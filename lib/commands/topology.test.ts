import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { CMS_MASTER, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { getPools } from "./get-pools.ts";
import { getRelationship } from "./get-relationship.ts";
import { getStatus } from "./get-status.ts";
import { invokeSync } from "./invoke-sync.ts";
import { newPair } from "./new-pair.ts";
import { newPool } from "./new-pool.ts";
import { foreseeRePair, rePair } from "./re-pair.ts";
import { removePair } from "./remove-pair.ts";
import { foreseeRemoveStandby, removeStandby } from "./remove-standby.ts";

const POOL_3 = "pool3.pairkeeper.test" as PoolFqdn;

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field, sentence, hint }) => {
      expect(sentence).toMatch(/\.$/);
      expect(hint).toMatch(/\.$/);
      return [code, field];
    },
  );
/** What was done; who is refused has a row too, whenever it comes. */
const audited = () =>
  world.ledger.database.selectFrom("audit").select(["action", "subject"]).where("action", "<>", "refused").execute();
const pools = async () => (await getPools(world.context("viewer"))).Pools.map(({ PoolFqdn }) => PoolFqdn);
/** A third pool, which this service runs. */
async function third(edition = "Enterprise") {
  await newPool(world.context(), { pool: POOL_3, edition });
  world.pools = new Set([POOL_1, POOL_2, POOL_3]);
}

describe("New-CsPool", () => {
  test("adds the pool and makes its stores", async () => {
    const made = await newPool(world.context(), {
      pool: "POOL3.pairkeeper.test.",
      site: " Oslo ",
      edition: "standard",
    });
    expect(made).toEqual({
      PoolFqdn: POOL_3,
      BackupPoolFqdn: null,
      Site: "Oslo",
      Edition: "Standard",
      IsCmsMaster: false,
      IsMade: true,
      IsHere: false,
      FileStore: null,
      UserStore: null,
    });
    expect(await pools()).toEqual([POOL_1, POOL_2, POOL_3]);
    expect(await audited()).toEqual([{ action: "new-pool", subject: POOL_3 }]);
  });

  test("a place of its own is kept as a whole path", async () => {
    const places = { fileStore: "/srv/pool3/files/", userStore: "sqlite:///srv/pool3/user.db" };
    expect(await newPool(world.context(), { pool: POOL_3, ...places })).toMatchObject({
      FileStore: "/srv/pool3/files",
      UserStore: "/srv/pool3/user.db",
    });
  });

  test.each([
    ["one that is there", { pool: POOL_1 }, "pool-exists", "PoolFqdn"],
    ["one that is there, in another case", { pool: `${POOL_1.toUpperCase()}.` }, "pool-exists", "PoolFqdn"],
    ["no name", {}, "bad-input", "PoolFqdn"],
    ["a short name", { pool: "pool3" }, "bad-input", "PoolFqdn"],
    ["an edition that is none", { pool: POOL_3, edition: "Home" }, "bad-input", "Edition"],
    ["an empty site", { pool: POOL_3, site: " " }, "bad-input", "Site"],
    ["an endless site", { pool: POOL_3, site: "x".repeat(101) }, "bad-input", "Site"],
    ["a path that begins nowhere", { pool: POOL_3, fileStore: "files" }, "bad-input", "FileStore"],
    ["a path with steps back", { pool: POOL_3, fileStore: "/srv/../etc" }, "bad-input", "FileStore"],
    ["the root", { pool: POOL_3, fileStore: "/" }, "bad-input", "FileStore"],
    ["a database on a server", { pool: POOL_3, userStore: "postgres://db/pool3" }, "bad-input", "UserStore"],
  ])("refuses %s", async (_, input, code, field) => {
    expect(await refusal(newPool(world.context(), input))).toEqual([code, field]);
    expect(await pools()).toEqual([POOL_1, POOL_2]);
  });

  test("two pools do not share a place", async () => {
    const places = { fileStore: "/srv/files", userStore: "/srv/user.db" };
    await newPool(world.context(), { pool: POOL_3, ...places });
    for (const [field, place] of [
      ["FileStore", { fileStore: "/srv/files" }],
      ["UserStore", { userStore: "/srv/user.db" }],
    ] as const)
      expect(await refusal(newPool(world.context(), { pool: "pool4.x", ...place }))).toEqual(["store-exists", field]);
  });

  test("where another's content stands no pool is made, and nothing is left of it", async () => {
    world.make = () => Promise.reject(new Fault("store-lost", "The file store holds content that no ledger knows."));
    const asked = newPool(world.context(), { pool: POOL_3 });
    await expect(asked).rejects.toMatchObject({
      code: "store-exists",
      sentence: expect.stringContaining("no ledger knows"),
    });
    expect(await pools()).toEqual([POOL_1, POOL_2]);
    expect((await audited()).map(({ action }) => action)).toEqual(["new-pool", "drop-pool"]);
  });
});

describe("New-CsPoolPair", () => {
  const pair = (pool: string, backupPool: string, more: object = {}) =>
    newPair(world.context(), { pool, backupPool, ...more });

  test("pairs the two and pushes everything once in both directions", async () => {
    await third();
    await removePair(world.context(), { pool: POOL_1 });
    const view = await pair(POOL_3, POOL_1);
    expect(view).toMatchObject({ PoolFqdn: POOL_3, BackupPoolFqdn: POOL_1, Warnings: [] });
    const open = (await world.ledger.engine.openRequests()).map(({ request }) => request);
    expect(open.map(({ what, from, to, modules }) => [what, from, to, modules])).toEqual([
      ["full-push", POOL_3, POOL_1, [PRESENCE, DATA_CONF]],
      ["full-push", POOL_1, POOL_3, [PRESENCE, DATA_CONF, CMS_MASTER]],
    ]);
    for (const [one, other] of [
      [POOL_1, POOL_3],
      [POOL_3, POOL_1],
    ])
      expect(await getRelationship(world.context(), { pool: one })).toMatchObject({ BackupPoolFqdn: other });
  });

  test("warns of editions that do not go together, and pairs them all the same", async () => {
    await third("Standard");
    await removePair(world.context(), { pool: POOL_2 });
    const sentence = `${POOL_1} is Enterprise and ${POOL_3} is Standard: only pools of one edition are supported as a pair.`;
    expect(await pair(POOL_1, POOL_3, { whatIf: true })).toEqual({ WhatIf: expect.stringContaining(sentence) });
    expect(await pair(POOL_1, POOL_3)).toMatchObject({ Warnings: [sentence] });
  });

  test.each<[string, string, string, string, string]>([
    ["an unknown pool", "nowhere.example.com", POOL_3, "unknown-pool", "PoolFqdn"],
    ["an unknown backup pool", POOL_3, "nowhere.example.com", "unknown-pool", "BackupPoolFqdn"],
    ["a malformed backup pool", POOL_3, "pool4", "bad-input", "BackupPoolFqdn"],
    ["a pool to itself", POOL_3, `${POOL_3.toUpperCase()}.`, "bad-input", "BackupPoolFqdn"],
    ["a pool that is paired", POOL_1, POOL_3, "already-paired", "PoolFqdn"],
    ["a backup pool that is paired", POOL_3, POOL_2, "already-paired", "BackupPoolFqdn"],
    ["two that are paired already", POOL_1, POOL_2, "already-paired", "PoolFqdn"],
  ])("refuses %s", async (_, a, b, code, field) => {
    await third();
    expect(await refusal(pair(a, b))).toEqual([code, field]);
    expect((await world.ledger.doors.topology()).pairs).toHaveLength(1);
  });

  test("refuses a pool that another service runs", async () => {
    await newPool(world.context(), { pool: POOL_3 });
    await removePair(world.context(), { pool: POOL_1 });
    expect(await refusal(pair(POOL_1, POOL_3))).toEqual(["pool-elsewhere", "PoolFqdn"]);
  });
});

describe("Remove-CsPoolPair", () => {
  test("parts the two, and what runs between them is asked to end", async () => {
    const { Id } = await invokeSync(world.context(), { pool: POOL_2 });
    expect(await removePair(world.context(), { pool: POOL_1 })).toEqual({
      PoolFqdn: POOL_1,
      FormerBackupPoolFqdn: POOL_2,
    });
    expect((await world.ledger.doors.requestById(Id))?.request.cancelledAt).not.toBeNull();
  });

  test("an unpaired pool is refused clearly by everything that needs a partner", async () => {
    await removePair(world.context(), { pool: POOL_2 });
    for (const ask of [removePair, getStatus, getRelationship, invokeSync])
      expect(await refusal(ask(world.context(), { pool: POOL_1 }))).toEqual(["unpaired", "PoolFqdn"]);
  });

  test("a pool that another service runs is refused", async () => {
    world.pools = new Set([POOL_2]);
    expect(await refusal(removePair(world.context(), { pool: POOL_1 }))).toEqual(["pool-elsewhere", "PoolFqdn"]);
  });
});

describe("Remove-CsUserStoreBackupData", () => {
  const former = [
    { home: POOL_3, module: PRESENCE, items: 3 },
    { home: POOL_3, module: PRESENCE, items: 4 },
    { home: POOL_3, module: DATA_CONF, items: 1 },
  ];

  test("says what would go, by pool and module, and leaves no trace", async () => {
    world.former = former;
    expect(await removeStandby(world.context(), { pool: POOL_1, whatIf: true })).toEqual({
      WhatIf: `Would remove from ${POOL_1}: 7 items of ${PRESENCE} of ${POOL_3}, 1 item of ${DATA_CONF} of ${POOL_3}.`,
    });
    expect([world.former, await audited()]).toEqual([former, []]);
  });

  test("removes it, and the audit has what went", async () => {
    world.former = former;
    expect(await removeStandby(world.context(), { pool: POOL_1 })).toMatchObject({
      Removed: [{ Items: 7 }, { Items: 1 }],
    });
    expect(world.former).toEqual([]);
    expect(await audited()).toEqual([{ action: "remove-standby", subject: POOL_1 }]);
  });

  test("an empty folder of a former partner is nothing to speak of, and goes with the rest", async () => {
    const empty = { home: "pool9.x" as PoolFqdn, module: DATA_CONF, items: 0 };
    world.former = [empty];
    expect(await refusal(removeStandby(world.context(), { pool: POOL_1 }))).toEqual(["present-partner", "PoolFqdn"]);
    world.former = [empty, ...former];
    expect(await removeStandby(world.context(), { pool: POOL_1 })).toMatchObject({
      Removed: [{ Items: 7 }, { Items: 1 }],
    });
    expect(world.former).toEqual([]);
  });

  test("the copy of the present partner is refused by its name", async () => {
    const asked = removeStandby(world.context(), { pool: POOL_1 });
    await expect(asked).rejects.toMatchObject({ sentence: expect.stringContaining(`present partner ${POOL_2}`) });
    expect(await refusal(removeStandby(world.context(), { pool: POOL_1 }))).toEqual(["present-partner", "PoolFqdn"]);
  });

  test("an unknown pool, and one that another service runs, are refused", async () => {
    expect(await refusal(removeStandby(world.context(), { pool: POOL_3 }))).toEqual(["unknown-pool", "PoolFqdn"]);
    world.pools = new Set([POOL_2]);
    expect(await refusal(removeStandby(world.context(), { pool: POOL_1 }))).toEqual(["pool-elsewhere", "PoolFqdn"]);
  });
});

describe("what is looked at first", () => {
  test("standby data of former partners is counted, and a store that is lost cannot be looked into", async () => {
    world.former = [{ home: POOL_3, module: PRESENCE, items: 3 }];
    expect(await foreseeRemoveStandby(world.context(), { pool: POOL_1 })).toEqual({
      PoolFqdn: POOL_1,
      Removed: [{ HomePoolFqdn: POOL_3, BackupModule: PRESENCE, Items: 3 }],
    });
    world.former = [];
    expect((await foreseeRemoveStandby(world.context(), { pool: POOL_1 })).Removed).toEqual([]);
    const lost = {
      ...world.context(),
      standby: { former: () => Promise.reject(new Fault("store-lost", "It is gone.")), remove: async () => {} },
    };
    expect(await refusal(foreseeRemoveStandby(lost, { pool: POOL_1 }))).toEqual(["store-lost", "PoolFqdn"]);
    expect(await refusal(foreseeRemoveStandby(world.context("restorer"), { pool: POOL_1 }))).toEqual([
      "not-allowed",
      null,
    ]);
  });
});

describe("another partner", () => {
  const ask = { pool: POOL_1, backupPool: POOL_3 };

  test("the pool is parted and paired anew, both directions are pushed, and the former partner has none", async () => {
    await third();
    expect(await foreseeRePair(world.context(), ask)).toEqual({ FormerBackupPoolFqdn: POOL_2, Warnings: [] });
    const made = await rePair(world.context(), ask);
    expect(made).toMatchObject({ FormerBackupPoolFqdn: POOL_2, BackupPoolFqdn: POOL_3 });
    expect(made.Requests.map(({ PoolFqdn }) => PoolFqdn)).toEqual([POOL_1, POOL_3]);
    expect((await world.ledger.doors.topology()).pairs).toEqual([{ a: POOL_1, b: POOL_3 }]);
    expect((await audited()).map(({ action }) => action)).toEqual([
      "new-pool",
      "unpair",
      "pair",
      "full-push",
      "full-push",
    ]);
  });

  test.each([
    ["the present one", { pool: POOL_1, backupPool: POOL_2 }, "already-paired", "PoolFqdn"],
    ["itself", { pool: POOL_1, backupPool: POOL_1 }, "bad-input", "BackupPoolFqdn"],
    ["one that nobody knows", { pool: POOL_1, backupPool: "nowhere.example.com" }, "unknown-pool", "BackupPoolFqdn"],
    ["one for a pool that has none", { pool: POOL_3, backupPool: POOL_1 }, "unpaired", "PoolFqdn"],
  ])("%s is refused, and nothing is parted", async (_, asked, code, field) => {
    await third();
    expect(await refusal(rePair(world.context(), asked))).toEqual([code, field]);
    expect((await world.ledger.doors.topology()).pairs).toEqual([{ a: POOL_1, b: POOL_2 }]);
  });

  test("one that another service runs, or that is not ours to change, is refused", async () => {
    await third();
    world.pools = new Set([POOL_1, POOL_2]);
    expect(await refusal(rePair(world.context(), ask))).toEqual(["pool-elsewhere", "PoolFqdn"]);
    expect(await refusal(rePair(world.context("restorer"), ask))).toEqual(["not-allowed", null]);
  });
});

test("-WhatIf makes, pairs and parts nothing, and leaves no audit row", async () => {
  const ctx = world.context();
  expect(await newPool(ctx, { pool: POOL_3, whatIf: true })).toEqual({
    WhatIf: expect.stringMatching(/^Would make .*\.$/),
  });
  expect(await removePair(ctx, { pool: POOL_1, whatIf: true })).toEqual({
    WhatIf: expect.stringMatching(/^Would part .*\.$/),
  });
  expect([await pools(), (await world.ledger.doors.topology()).pairs.length, await audited()]).toEqual([
    [POOL_1, POOL_2],
    1,
    [],
  ]);
});

test.each([
  ["newPool", () => newPool(world.context("restorer"), { pool: POOL_3 })],
  ["newPair", () => newPair(world.context("restorer"), { pool: POOL_1, backupPool: POOL_3 })],
  ["removeStandby", () => removeStandby(world.context("restorer"), { pool: POOL_1 })],
  ["removePair", () => removePair(world.context("restorer"), { pool: POOL_1 })],
])("%s is an administrator's alone", async (_, call) => {
  expect(await refusal(call())).toEqual(["not-allowed", null]);
});
