import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { restartReason } from "#lib/engine/procedures/restart-reason.ts";
import { Crash, Death } from "#lib/testkit/crash.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { HurriedClock } from "#lib/testkit/fake-clock.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { adoptStoresIn } from "./adopt-in.ts";
import { knownOf, poolPlaces } from "./pool-places.ts";
import { PoolStores } from "./pool-stores.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
});
afterEach(() => world.close());

const places = (pool = POOL_1) => poolPlaces(world.folder, pool);
const BOTH = new Set([POOL_1, POOL_2]);
const identity = async (pool = POOL_1) => (await world.ledger.topology.stores()).find((one) => one.pool === pool);
const runsOf = async (id: string) => (await world.ledger.doors.requestById(id))?.runs ?? [];

/** Looks at the stores as an engine that begins now opens them. */
async function opened<T>(look: (stores: PoolStores) => Promise<T>): Promise<T> {
  const { topology } = world.ledger;
  const stores = new PoolStores(world.folder, await topology.topology(), knownOf(await topology.stores()), world.clock);
  try {
    return await look(stores);
  } finally {
    stores.close();
  }
}

const bookOf = () =>
  opened(async (stores) => {
    const { book } = stores.userStoreOf(POOL_1);
    return {
      presence: await book.restoring(PRESENCE, POOL_1),
      content: await book.restoring(DATA_CONF, POOL_1),
      due: [await book.isBaselineDue(PRESENCE), await book.isBaselineDue(DATA_CONF)],
      void: [await book.isPastVoid(PRESENCE), await book.isPastVoid(DATA_CONF)],
      images: (await book.next(PRESENCE, "images", await book.mark(), 100)).map((entry) => entry.key),
      sent: await book.lastSent(PRESENCE),
    };
  });

describe("an adoption", () => {
  test("of stores that are gone makes them anew, and notes that the partner is to complete them", async () => {
    const id = await world.askToAdopt(POOL_1);
    await world.restart({}, () => rmSync(places().folder, { recursive: true }));
    expect(await identity()).toMatchObject({ epoch: 2, adoptedFor: id, madeAt: world.clock.now() });
    expect(await bookOf()).toMatchObject({
      presence: id,
      content: id,
      due: [true, true],
      void: [true, true],
      sent: null,
    });
    await opened(async (stores) => {
      const files = stores.filesOf(POOL_1);
      expect(await files.stateOf(POOL_1)).toEqual({ is: "lost", why: "gone" }); // until it was restored
      expect(await files.stateOf(POOL_2)).toEqual({ is: "lost", why: "gone" });
      const { book } = stores.userStoreOf(POOL_1);
      expect([await book.restoring(PRESENCE, POOL_2), await book.restoring(DATA_CONF, POOL_2)]).toEqual([id, id]);
      await stores.userStoreOf(POOL_1).check();
    });
    expect(await identity(POOL_2)).toMatchObject({ epoch: 1 });
  });

  test("keeps all content that stands, and the book of this very store", async () => {
    world.user("sip:a@x");
    writeFileSync(join(world.content(POOL_1), "a.txt"), "content");
    writeFileSync(join(world.content(POOL_1, POOL_2), "standby.txt"), "content");
    await world.cycle("rows");
    const { sent } = await bookOf();
    expect(sent).not.toBeNull();
    const id = await world.askToAdopt(POOL_1, [PRESENCE]);
    rmSync(join(places().files, ".pairkeeper-store"));
    rmSync(join(world.content(POOL_1), ".pairkeeper-store"));
    await world.restart();
    expect(await bookOf()).toMatchObject({ presence: id, content: null, due: [true, true], sent });
    expect(world.rows(POOL_1)).toMatchObject([{ sip_uri: "sip:a@x" }]);
    expect(readdirSync(world.content(POOL_1))).toEqual(["a.txt"]);
    expect(readdirSync(world.content(POOL_1, POOL_2))).toEqual(["standby.txt"]);
  });

  test("of another pool's stores takes its rows and content over, and nothing of what it knew of its lanes", async () => {
    world.sql(POOL_2, "insert into users (sip_uri, home_pool) values ('sip:b@x', ?)", POOL_2);
    writeFileSync(join(world.content(POOL_2, POOL_2), "b.txt"), "content");
    await world.cycle("rows", POOL_2);
    world.sql(POOL_2, "insert into users (sip_uri, home_pool) values ('sip:c@x', ?)", POOL_2);
    const id = await world.askToAdopt(POOL_1);
    await world.restart({}, () => {
      rmSync(places().userDatabase);
      copyFileSync(places(POOL_2).userDatabase, places().userDatabase);
      rmSync(join(places().files, ".pairkeeper-store"));
      copyFileSync(join(places(POOL_2).files, ".pairkeeper-store"), join(places().files, ".pairkeeper-store"));
      copyFileSync(
        join(world.content(POOL_2, POOL_2), ".pairkeeper-store"),
        join(world.content(POOL_1), ".pairkeeper-store"),
      );
    });
    expect(await bookOf()).toMatchObject({ presence: id, content: id, images: [], sent: null });
    expect(world.rows(POOL_1, POOL_2)).toMatchObject([{ sip_uri: "sip:b@x" }, { sip_uri: "sip:c@x" }]);
    expect(world.sql(POOL_1, "select * from changes")).toEqual([]);
    world.user("sip:own@x"); // its own rows may be written here, the partner's not
    expect(() => world.sql(POOL_1, "update users set enabled = 0 where home_pool = ?", POOL_2)).toThrow(
      "does not serve",
    );
    expect(readdirSync(places().files)).toContain("BackupStore-before-adoption-1");
    expect(readdirSync(world.content(POOL_1))).toEqual([]);
  });

  test("of what is no user database of this service ends its request with the reason, once", async () => {
    const id = await world.askToAdopt(POOL_1);
    await world.restart({}, () => {
      rmSync(places().userDatabase);
      rmSync(`${places().userDatabase}-wal`, { force: true });
      writeFileSync(places().userDatabase, "these are the photos of last summer, and no database at all ".repeat(99));
    });
    for (const run of await runsOf(id))
      expect(run).toMatchObject({ end: "failed", problem: expect.stringContaining("database") });
    expect(await identity()).toMatchObject({ epoch: 2, madeAt: expect.any(Number) });
    await world.restart();
    expect(await identity()).toMatchObject({ epoch: 2 });
    expect(existsSync(places().userDatabase)).toBe(true);
  });

  test("waits for a program that writes; one that writes for too long ends it, and nothing is lost by that", async () => {
    const writer = new DatabaseSync(places().userDatabase);
    writer.exec("BEGIN IMMEDIATE");
    const waited = await world.askToAdopt(POOL_1);
    world.clock.meanwhile = async () => {
      if (writer.isTransaction) writer.exec("COMMIT");
    };
    await adoptStoresIn(world.folder, world.ledger, BOTH, world.clock);
    expect(await identity()).toMatchObject({ epoch: 2, adoptedFor: waited });
    for (const run of await runsOf(waited)) expect(run.end).toBeNull();

    writer.exec("BEGIN IMMEDIATE");
    const id = await world.askToAdopt(POOL_1, [PRESENCE]); // no repeated tap
    await world.restart();
    expect(await identity()).toMatchObject({ epoch: 2, madeAt: expect.any(Number) });
    for (const run of await runsOf(id))
      expect(run).toMatchObject({ end: "failed", problem: expect.stringContaining("held the user database locked") });
    writer.exec("COMMIT");
    writer.close();
    await opened(async (stores) => {
      await stores.userStoreOf(POOL_1).check();
      await stores.filesOf(POOL_1).checkRoot();
    });
    await world.askToAdopt(POOL_1);
    await world.restart();
    expect(await identity()).toMatchObject({ epoch: 3 });
  });

  test("whose file store could not be adopted after its database leaves that lost until somebody asks again", async () => {
    rmSync(join(places().files, "BackupStore"), { recursive: true });
    writeFileSync(join(places().files, "BackupStore"), "a file in the place of a folder");
    const id = await world.askToAdopt(POOL_1);
    await world.restart();
    expect(await identity()).toMatchObject({ epoch: 2 });
    for (const run of await runsOf(id)) expect(run.end).toBe("failed");
    await opened(async (stores) => {
      await stores.userStoreOf(POOL_1).check();
      await expect(stores.filesOf(POOL_1).checkRoot()).rejects.toMatchObject({ code: "store-lost" });
    });
    rmSync(join(places().files, "BackupStore"));
    await world.askToAdopt(POOL_1);
    await world.restart();
    await opened((stores) => stores.filesOf(POOL_1).checkRoot());
    await world.settle();
    expect([await world.states(POOL_1), await world.states(POOL_2)]).toEqual(
      Array(2).fill("rows FinalState, files FinalState"),
    );
  });

  test("leaves nothing for a copy of just after it to overwrite: put back later, that is an older one", async () => {
    world.user("sip:a@x", "old");
    await world.settle(2);
    await world.askToAdopt(POOL_1);
    await world.restart();
    const copy = join(world.folder, "copy.db");
    world.sql(POOL_1, "vacuum into ?", copy);
    await world.settle(4);
    world.sql(POOL_1, "update users set display_name = 'new'");
    await world.settle(2);
    await world.restart({}, () => {
      for (const tail of ["", "-wal", "-shm"]) rmSync(places().userDatabase + tail, { force: true });
      copyFileSync(copy, places().userDatabase);
    });
    await world.syncNow(POOL_2);
    await world.settle(4);
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "new" }]);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-rewound" });
    await world.askToRestore(POOL_1);
    await world.settle(6);
    expect(world.rows(POOL_1)).toMatchObject([{ display_name: "new" }]);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("of a pool without a partner is done by itself, and its stores are those that the ledger knows", async () => {
    world.user("sip:kept@x");
    await world.ledger.database.deleteFrom("pairs").execute();
    const alone = {
      what: "adopt",
      from: POOL_1,
      to: POOL_1,
      modules: [PRESENCE, DATA_CONF],
      detail: NO_DETAIL,
    } as const;
    const { id } = await world.ledger.doors.request(alone, anActor());
    await world.restart();
    for (const run of await runsOf(id)) expect(run).toMatchObject({ phase: "done", end: "done", problem: null });
    expect((await runsOf(id)).length).toBeGreaterThan(0);
    expect(await identity()).toMatchObject({ epoch: 2, adoptedFor: id });
    await opened(async (stores) => {
      await stores.userStoreOf(POOL_1).check();
      await stores.filesOf(POOL_1).checkRoot();
    });
    expect(world.rows(POOL_1)).toHaveLength(1);
  });

  test("is done once, however often the engine begins while its request is open", async () => {
    await world.askToAdopt(POOL_1);
    await world.restart();
    await world.restart();
    expect(await identity()).toMatchObject({ epoch: 2 });
  });

  test("that was cut off after the ledger knew of it is finished by the next start", async () => {
    const id = await world.askToAdopt(POOL_1);
    await world.ledger.topology.adopt(POOL_1, id);
    await expect(opened((stores) => stores.userStoreOf(POOL_1).check())).rejects.toMatchObject({ code: "store-lost" });
    await expect(opened((stores) => stores.filesOf(POOL_1).checkRoot())).rejects.toMatchObject({ code: "store-lost" });
    await world.restart();
    expect(await identity()).toMatchObject({ epoch: 2, madeAt: expect.any(Number) });
    expect(await bookOf()).toMatchObject({ presence: id, content: id });
  });

  test("that was called off, or is another engine's, is not made", async () => {
    const id = await world.askToAdopt(POOL_1);
    await adoptStoresIn(world.folder, world.ledger, new Set([POOL_2]), world.clock);
    expect(await identity()).toMatchObject({ epoch: 1 });
    await world.ledger.doors.cancel(id, { name: "anna", role: "operator", door: "test" } as never);
    await adoptStoresIn(world.folder, world.ledger, BOTH, world.clock);
    expect(await identity()).toMatchObject({ epoch: 1 });
    for (const run of await runsOf(id)) expect(run).toMatchObject({ end: "cancelled", problem: null });
  });

  test("ends what was to give up the same content, and nothing else", async () => {
    const both = await world.askToRestore(POOL_1);
    const other = await world.askToRestore(POOL_2);
    await world.askToAdopt(POOL_1, [DATA_CONF]);
    await world.restart();
    const ends = async (id: string) => (await runsOf(id)).map(({ lane, end }) => [lane.module, end]);
    expect(new Map((await ends(both)) as [string, string | null][])).toEqual(
      new Map([
        [PRESENCE, null],
        [DATA_CONF, "failed"],
      ]),
    );
    for (const [, end] of await ends(other)) expect(end).toBeNull();
  });

  test("takes the place of one that was asked before it", async () => {
    const first = await world.askToAdopt(POOL_1, [PRESENCE]);
    await world.restart();
    const second = await world.askToAdopt(POOL_1);
    await world.restart();
    await world.restart();
    expect(await identity()).toMatchObject({ epoch: 3, adoptedFor: second });
    for (const run of await runsOf(first)) expect(run.end).toBe("failed");
    expect(await bookOf()).toMatchObject({ presence: second, content: second });
  });
});

describe("an engine that runs begins anew", () => {
  const started = async () => ({
    topology: await world.ledger.topology.topology(),
    pairings: await world.ledger.engine.pairings(),
    stores: await world.ledger.topology.stores(),
    pools: new Set([POOL_1]),
  });
  const now = async () => ({
    topology: await world.ledger.topology.topology(),
    pairings: await world.ledger.engine.pairings(),
    stores: await world.ledger.topology.stores(),
    open: await world.ledger.engine.openRequests(),
  });

  test("when stores of its pools are to be adopted, until they are", async () => {
    const before = await started();
    expect(restartReason(before, await now())).toBeNull();
    await world.askToAdopt(POOL_2);
    expect(restartReason(before, await now())).toBeNull();
    await world.syncNow();
    await world.askToAdopt(POOL_1);
    expect(restartReason(before, await now())).toContain("adopted");
    await adoptStoresIn(world.folder, world.ledger, BOTH, world.clock);
    expect(restartReason(await started(), await now())).toBeNull();
  });

  test("when another engine has adopted the stores of the partner, and not before it has", async () => {
    const before = await started();
    const id = await world.askToAdopt(POOL_2);
    const raised = await world.ledger.topology.adopt(POOL_2, id);
    expect(restartReason(before, await now())).toBeNull();
    await world.ledger.topology.adoptionFailed(raised, { runs: [], hasBegun: false, at: 1 });
    expect(restartReason(before, await now())).toBeNull(); // it could not be done
    await world.askToAdopt(POOL_2, [PRESENCE]);
    await adoptStoresIn(world.folder, world.ledger, new Set([POOL_2]), world.clock);
    expect(restartReason(before, await now())).toBe(`The stores of ${POOL_2} were adopted.`);
    expect(restartReason(await started(), await now())).toBeNull();
  });

  test("when the topology is another than at its start", async () => {
    const before = await started();
    const found = await now();
    const { topology, pairings } = found;
    expect(restartReason(before, { ...found, topology: { ...topology, pairs: [] } })).toContain("topology");
    const again = pairings.map((one) => ({ ...one, number: 2 }));
    expect(restartReason(before, { ...found, pairings: again })).toContain("topology");
  });
});

test("an adoption that dies at any step is finished by the next start, and counts once", async () => {
  for (const isAfter of [false, true]) {
    for (let step = 1; ; step++) {
      const before = (await identity())?.epoch ?? 0;
      const id = await world.askToAdopt(POOL_1);
      for (const gone of [places().files, places().userDatabase]) rmSync(gone, { recursive: true, force: true });
      const death = new Death(step, isAfter);
      const { topology, engine, doors } = world.ledger;
      const mortal = { topology: death.mortal(topology), engine: death.mortal(engine), doors };
      const died = await adoptStoresIn(world.folder, mortal, BOTH, world.clock).then(
        () => false,
        (thrown: unknown) => thrown instanceof Crash,
      );
      await adoptStoresIn(world.folder, world.ledger, BOTH, world.clock);
      expect(await identity()).toMatchObject({ epoch: before + 1, adoptedFor: id, madeAt: expect.any(Number) });
      expect(await bookOf()).toMatchObject({ presence: id, content: id });
      await opened((stores) => stores.filesOf(POOL_1).checkRoot());
      const runs = (await runsOf(id)).map((run) => ({ ...run, phase: "done", endedAt: 1, end: "done" }) as const);
      await world.ledger.engine.say({ beat: null, exports: [], imports: [], runs });
      if (!died) break;
    }
  }
});

test("an adoption that cannot be done and dies at any step has failed as if nothing was asked, or is tried again", async () => {
  const writer = new DatabaseSync(places().userDatabase);
  const seen = new Set<string>();
  for (const isAfter of [false, true]) {
    for (let step = 1; ; step++) {
      const before = (await identity())?.epoch ?? 0;
      const id = await world.askToAdopt(POOL_1);
      writer.exec("BEGIN IMMEDIATE");
      const death = new Death(step, isAfter);
      const { topology, engine, doors } = world.ledger;
      const mortal = { topology: death.mortal(topology), engine: death.mortal(engine), doors };
      const died = await adoptStoresIn(world.folder, mortal, BOTH, new HurriedClock()).then(
        () => false,
        (thrown: unknown) => thrown instanceof Crash,
      );
      writer.exec("COMMIT");
      const hasFailed = (await runsOf(id)).every((run) => run.end === "failed");
      const left = hasFailed ? { epoch: before, adoptedFor: null, madeAt: expect.any(Number) } : {};
      expect(await identity()).toMatchObject(left);
      if (!hasFailed) for (const run of await runsOf(id)) expect(run.end).toBeNull();

      await adoptStoresIn(world.folder, world.ledger, BOTH, world.clock);
      const done = { epoch: before + 1, adoptedFor: id, madeAt: expect.any(Number) };
      expect(await identity()).toMatchObject(hasFailed ? left : done);
      await opened(async (stores) => {
        await stores.userStoreOf(POOL_1).check();
        await stores.filesOf(POOL_1).checkRoot();
      });
      if (!hasFailed) expect(await bookOf()).toMatchObject({ presence: id, content: id });
      const runs = (await runsOf(id)).map((run) => ({ ...run, phase: "done", endedAt: 1, end: "done" }) as const);
      await world.ledger.engine.say({ beat: null, exports: [], imports: [], runs });
      seen.add(`${died ? "died" : "lived"}, ${hasFailed ? "failed" : "tried again"}`);
      if (!died) break;
    }
  }
  writer.close();
  expect([...seen].sort()).toEqual(["died, failed", "died, tried again", "lived, failed"]);
});
