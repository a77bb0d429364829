import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";
import { judgeExport } from "#lib/domain/lane-state.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { assembleEngine } from "#lib/engine/assemble.ts";
import { firstStart } from "#lib/engine/procedures/first-start.ts";
import { type Deployment, deployModules, ofFiles, ofRows, REGISTRY } from "#lib/modules/registry.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { CMS_MASTER, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { folderTransport } from "#lib/transports/folder/folder-transport.ts";
import { makeStoresIn } from "./make-stores.ts";
import { knownOf, poolPlaces, stampOf } from "./pool-places.ts";
import { PoolStores } from "./pool-stores.ts";

// Modules are data: one more of each kind in the registry has its stores made and is run like any other; nothing else is
// changed. What doors and screens make of it is in lib/further-modules.test.ts.

const face = (name: string, kind: ModuleFace["kind"]): ModuleFace => ({
  name: name as ModuleName,
  category: "RGS",
  kind,
  aliases: [],
  item: { one: "thing", many: "things" },
});
const WORKFLOWS: RowTable = {
  name: "workflows",
  columns: [
    { name: "workflow_id", type: "TEXT", isKey: true },
    { name: "hours", type: "TEXT", default: "'{}'", rule: "JSON" },
    { name: "is_open", type: "INTEGER", default: "0", rule: "0 or 1" },
  ],
  queue: "normal",
};
const MORE = [
  ...REGISTRY,
  ofRows(face("ApplicationServer.RGSDataStore", "rows"), [WORKFLOWS]),
  ofFiles(face("ApplicationServer.RGSFileStore", "files"), "RgsFiles"),
];

/** A first start and an engine with all of `MORE`, on real stores, stepped by the test. */
async function open() {
  const folder = mkdtempSync(join(tmpdir(), "pairkeeper-modules-"));
  const clock = new FakeClock(Date.now());
  const ledger = await openLedger(join(folder, "ledger.db"), clock);
  let id = 0;
  const newId = () => `store ${++id}`;
  await firstStart({ ledger: ledger.topology, clock, newId, makeStores: makeStoresIn(folder, MORE) });
  const topology = await ledger.topology.topology();
  const known = knownOf(await ledger.topology.stores());
  const stores = new PoolStores(folder, topology, known, clock, MORE);
  // The file server's clock goes with ours, or nothing would ever hold still for 2 s.
  const travelled = () => BigInt(clock.now() - clock.startedAt) * 1_000_000n;
  const content: Deployment["content"] = (pool, at) => {
    const real = stores.contentOf(pool, at);
    return { ...real, files: { ...real.files, clockNs: async () => (await real.files.clockNs()) + travelled() } };
  };
  const published = () => ledger.engine.published();
  const { exports, imports } = assembleEngine({
    topology,
    modules: deployModules({ rows: (pool) => stores.userStoreOf(pool), content, published, clock }, MORE),
    storeOf: (pool) => stores.userStoreOf(pool),
    storeIdOf: (pool) => stampOf(known(pool)),
    freeBytesOf: (pool) => stores.filesOf(pool).freeBytes(),
    transport: folderTransport((pool) => ({
      root: poolPlaces(folder, pool).files,
      check: () => stores.filesOf(pool).checkRoot(),
    })),
    ledger: ledger.engine,
    clock,
    runId: "run",
    machine: "test",
    settings: await ledger.engine.configuration(),
    pools: new Set(topology.pools),
    log: () => {},
  });
  // What only the CMS master exports is its own story; elsewhere that lane has nothing to say.
  const meantToExport = exports.filter(({ lane }) => lane.module !== CMS_MASTER || lane.from === topology.cmsMaster);
  const round = async () => {
    for (const lane of exports) await lane.cycle(new AbortController().signal);
    for (const inbox of imports) while (await inbox.turn());
    clock.travel(5_000);
    for (const inbox of imports) await inbox.keepWord();
    for (const lane of exports) await lane.listen();
    for (const lane of exports) if (lane.hasTombstonesReady) await lane.sendTombstones(new AbortController().signal);
    clock.travel(120_000);
  };
  const states = async () =>
    Promise.all(
      meantToExport.map(async (lane) => {
        for (const inbox of imports) await inbox.turn();
        for (const inbox of imports) await inbox.keepWord();
        await lane.listen();
        const report = await lane.report();
        const hearing = { runId: "run", heardAt: report.at, fresh: true };
        return judgeExport(report, [], hearing, 120_000, report.at).state;
      }),
    );
  const close = async () => {
    stores.close();
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, round, states, close };
}

test("a further module of each kind has its table and its folders, and copies what changes and what goes", async () => {
  const world = await open();
  const sql = (pool: typeof POOL_1, text: string) => {
    const client = new DatabaseSync(poolPlaces(world.folder, pool).userDatabase, { timeout: 5_000 });
    try {
      return client
        .prepare(text)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      client.close();
    }
  };
  const file = (pool: typeof POOL_1) => join(poolPlaces(world.folder, pool).files, "RgsFiles", POOL_1, "welcome.wav");
  sql(POOL_1, `insert into workflows (workflow_id, is_open, home_pool) values ('w1', 1, '${POOL_1}')`);
  expect(() =>
    sql(POOL_1, `insert into workflows (workflow_id, hours, home_pool) values ('w2', 'x', '${POOL_1}')`),
  ).toThrow("hours must be valid JSON");
  writeFileSync(file(POOL_1), "ding");
  await world.round();
  await world.round();
  expect(sql(POOL_2, "select * from workflows")).toEqual([
    { workflow_id: "w1", hours: "{}", is_open: 1, home_pool: POOL_1 },
  ]);
  expect(readFileSync(file(POOL_2), "utf8")).toBe("ding");
  expect(new Set(await world.states())).toEqual(new Set(["FinalState"]));

  sql(POOL_1, "delete from workflows");
  rmSync(file(POOL_1));
  await world.round();
  await world.round();
  await world.round();
  expect(sql(POOL_2, "select * from workflows")).toEqual([]);
  expect(existsSync(file(POOL_2))).toBe(false);
  expect(new Set(await world.states())).toEqual(new Set(["FinalState"]));
  await world.close();
});
