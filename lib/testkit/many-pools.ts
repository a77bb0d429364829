import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { type Assembled, assembleEngine } from "#lib/engine/assemble.ts";
import { firstStart } from "#lib/engine/procedures/first-start.ts";
import { type Deployment, deployModules, REGISTRY } from "#lib/modules/registry.ts";
import { makeStoresIn } from "#lib/service/make-stores.ts";
import { makePairsIn } from "#lib/service/pairs-in.ts";
import { poolMaker } from "#lib/service/pool-maker.ts";
import { knownOf, type PlacesOf, placesIn, stampOf } from "#lib/service/pool-places.ts";
import { PoolStores } from "#lib/service/pool-stores.ts";
import { type OpenLedger, openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { folderTransport } from "#lib/transports/folder/folder-transport.ts";
import { anActor } from "./evidence.ts";
import { FakeClock } from "./fake-clock.ts";

const EVERY_TURN = new AbortController().signal;

/** A deployment on real stores whose pools and pairs change: each change begins a new engine, as the supervisor does. */
export class ManyPools {
  readonly folder: string;
  readonly clock: FakeClock;
  /** What the procedures and lanes logged. */
  readonly log: string[] = [];
  readonly ledger: OpenLedger;
  #placesOf: PlacesOf;
  #running: { readonly stores: PoolStores; readonly engine: Assembled } | null = null;

  private constructor(folder: string, ledger: OpenLedger, clock: FakeClock) {
    this.folder = folder;
    this.ledger = ledger;
    this.clock = clock;
    this.#placesOf = placesIn(folder, []);
  }

  /** Two pools, paired, as a first start makes them; the engine runs. */
  static async open(): Promise<ManyPools> {
    const folder = mkdtempSync(join(tmpdir(), "pairkeeper-many-"));
    const clock = new FakeClock(Date.now());
    const ledger = await openLedger(join(folder, "ledger.db"), clock);
    const world = new ManyPools(folder, ledger, clock);
    let id = 0;
    const makeStores = makeStoresIn(world.folder);
    await firstStart({ ledger: ledger.topology, clock: world.clock, newId: () => `store ${++id}`, makeStores });
    await world.restart();
    return world;
  }

  get placesOf(): PlacesOf {
    return this.#placesOf;
  }

  /** Adds a pool and makes its stores; with a place of its own for its files where that is given. */
  async newPool(pool: PoolFqdn, fileStore: string | null = null): Promise<void> {
    const record = { pool, site: "", edition: "Enterprise" as const, fileStore, userStore: null };
    await this.ledger.doors.addPool(record, anActor());
    await poolMaker({ dataFolder: this.folder, pools: null }, this.ledger, this.clock, () => {}).make(pool);
  }

  /** The engine is gone, and another begins on what the ledger and the stores say now. */
  async restart(): Promise<void> {
    this.#running?.stores.close();
    this.#running = null;
    const topology = await this.ledger.topology.topology();
    this.#placesOf = placesIn(this.folder, await this.ledger.doors.pools());
    const pools = new Set(topology.pools);
    await makePairsIn(this.#placesOf, this.ledger, pools, this.clock, (line) => this.log.push(line));
    const known = knownOf(await this.ledger.topology.stores());
    const stores = new PoolStores(this.folder, topology, known, this.clock, REGISTRY, this.#placesOf);
    const transport = folderTransport((pool) => ({
      root: this.#placesOf(pool).files,
      check: () => stores.filesOf(pool).checkRoot(),
    }));
    const engine = assembleEngine({
      topology,
      modules: deployModules({
        rows: (pool) => stores.userStoreOf(pool),
        content: this.#contentOf(stores),
        published: () => this.ledger.engine.published(),
        clock: this.clock,
      }),
      storeOf: (pool) => stores.userStoreOf(pool),
      storeIdOf: (pool) => stampOf(known(pool)),
      freeBytesOf: (pool) => stores.filesOf(pool).freeBytes(),
      transport,
      ledger: this.ledger.engine,
      clock: this.clock,
      runId: "run",
      machine: "test",
      settings: await this.ledger.engine.configuration(),
      pools,
      log: (line) => this.log.push(line),
    });
    this.#running = { stores, engine };
  }

  /** The file server's clock goes with ours, or nothing would ever hold still for 2 s. */
  #contentOf(stores: PoolStores): Deployment["content"] {
    const travelled = () => BigInt(this.clock.now() - this.clock.startedAt) * 1_000_000n;
    return (pool, folder) => {
      const real = stores.contentOf(pool, folder);
      return { ...real, files: { ...real.files, clockNs: async () => (await real.files.clockNs()) + travelled() } };
    };
  }

  /** Every lane looks, sends, imports and hears, several times over. */
  async settle(rounds = 4): Promise<void> {
    if (this.#running === null) throw new Error("no engine runs");
    const { engine, exports, imports } = this.#running.engine;
    for (let round = 0; round < rounds; round += 1) {
      await engine.learn();
      for (const lane of exports) await lane.listen();
      for (const inbox of imports) await inbox.answer();
      for (const lane of exports) await lane.cycle(EVERY_TURN);
      for (const inbox of imports) while (await inbox.turn());
      this.clock.travel(5_000);
      for (const inbox of imports) await inbox.keepWord();
      for (const lane of exports) await lane.listen();
      for (const lane of exports) if (lane.hasTombstonesReady) await lane.sendTombstones(EVERY_TURN);
      await engine.tell();
      this.clock.travel(120_000);
    }
  }

  /** Another program runs SQL in a pool's user database. */
  sql(pool: PoolFqdn, text: string): Record<string, unknown>[] {
    const client = new DatabaseSync(this.#placesOf(pool).userDatabase, { timeout: 5_000 });
    try {
      return client
        .prepare(text)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      client.close();
    }
  }

  /** The folder of `home`'s conference content on `pool`. */
  content(pool: PoolFqdn, home: PoolFqdn): string {
    return join(this.#placesOf(pool).files, "DataConf", home);
  }

  async close(): Promise<void> {
    this.#running?.stores.close();
    await this.ledger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
