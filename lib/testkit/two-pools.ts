import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readEvidence, statusQuestion } from "#lib/commands/status-question.ts";
import { type Hands, onThread } from "#lib/disk/crew.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { type ModuleStatus, type PoolStatus, poolStatus } from "#lib/domain/status.ts";
import { type Assembled, assembleEngine } from "#lib/engine/assemble.ts";
import type { Log } from "#lib/engine/lane-parts.ts";
import { firstStart } from "#lib/engine/procedures/first-start.ts";
import { deployModules, MODULES } from "#lib/modules/registry.ts";
import type { EngineEar } from "#lib/ports/engine-watch.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { Transport } from "#lib/ports/transport.ts";
import type { LaneBook, RowStore, UserStore } from "#lib/ports/user-store.ts";
import { adoptStoresIn } from "#lib/service/adopt-in.ts";
import { makeStoresIn } from "#lib/service/make-stores.ts";
import { makePairsIn } from "#lib/service/pairs-in.ts";
import { poolMaker } from "#lib/service/pool-maker.ts";
import { knownOf, placesIn, poolPlaces, stampOf } from "#lib/service/pool-places.ts";
import { PoolStores } from "#lib/service/pool-stores.ts";
import { trashIn } from "#lib/service/trash-in.ts";
import { type OpenLedger, openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { folderTransport } from "#lib/transports/folder/folder-transport.ts";
import { anActor, CMS_MASTER, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "./evidence.ts";
import { FakeClock, HurriedClock } from "./fake-clock.ts";
import { keepFolder, layFolder } from "./kept-folder.ts";

export type Short = "rows" | "files";
const NAMES = { rows: PRESENCE, files: DATA_CONF, documents: CMS_MASTER } as const;
/** Every module, as tests name them. */
export type Kind = keyof typeof NAMES;

/** What a test may put between the engine and its surroundings. */
export type Meddling = {
  readonly transport?: (real: Transport) => Transport;
  readonly book?: (real: LaneBook, pool: PoolFqdn) => LaneBook;
  readonly rows?: (real: RowStore, pool: PoolFqdn) => RowStore;
  readonly files?: (real: FileStore, pool: PoolFqdn) => FileStore;
  readonly scanList?: (real: ScanList, pool: PoolFqdn) => ScanList;
  readonly ledger?: (real: EngineLedger, opened: OpenLedger) => EngineLedger;
  readonly log?: Log;
  /** Who does the long work on files. */
  readonly hands?: Hands;
};

/** A second pair beside the two pools, for who asks for it. */
export const POOL_3 = "pool3.pairkeeper.test" as PoolFqdn;
export const POOL_4 = "pool4.pairkeeper.test" as PoolFqdn;
const PAIRS = [
  [POOL_1, POOL_2],
  [POOL_3, POOL_4],
] as const;

/**
 * Two paired pools on real stores in a folder of their own, with an engine whose every step the test takes itself, under a
 * clock that the test moves. Other programs write by connections and calls of their own.
 */
export class TwoPools {
  readonly clock: FakeClock;
  readonly folder: string;
  ledger: OpenLedger;
  #stores: PoolStores;
  #engine: Assembled;
  #run = 1;
  readonly #clients = new Map<PoolFqdn, DatabaseSync>();
  readonly #pairs: number;

  private constructor(
    clock: FakeClock,
    folder: string,
    pairs: number,
    ledger: OpenLedger,
    stores: PoolStores,
    engine: (world: TwoPools) => Assembled,
  ) {
    this.clock = clock;
    this.folder = folder;
    this.#pairs = pairs;
    this.ledger = ledger;
    this.#stores = stores;
    this.#engine = engine(this);
  }

  /** With `pairs` = 2 pools 3 and 4 are paired beside them, in the same service. */
  static async open(meddling: Meddling = {}, below = tmpdir(), pairs: 1 | 2 = 1): Promise<TwoPools> {
    const folder = mkdtempSync(join(below, "pairkeeper-pools-"));
    started[pairs] ??= firstStarted(pairs);
    layFolder(await started[pairs], folder);
    const clock = new FakeClock(Date.now());
    const ledger = await openLedger(join(folder, "ledger.db"), clock);
    const parts = await TwoPools.#parts(folder, ledger);
    return new TwoPools(clock, folder, pairs, ledger, parts.stores(meddling), (world) => parts.engine(world, meddling));
  }

  static async #parts(folder: string, ledger: OpenLedger) {
    const topology = await ledger.topology.topology();
    const known = knownOf(await ledger.topology.stores());
    const settings = await ledger.engine.configuration();
    return {
      stores: ({ hands = onThread }: Meddling) =>
        new PoolStores(folder, topology, known, new HurriedClock(), undefined, undefined, hands),
      engine: (world: TwoPools, meddling: Meddling): Assembled => {
        const stores = world.#stores;
        const { clock } = world;
        const storeOf = (pool: PoolFqdn): UserStore => {
          const store = stores.userStoreOf(pool);
          const { book, rows } = store;
          return {
            ...store,
            book: meddling.book?.(book, pool) ?? book,
            rows: meddling.rows?.(rows, pool) ?? rows,
          };
        };
        const real = folderTransport((pool) => ({
          root: poolPlaces(folder, pool).files,
          check: () => stores.filesOf(pool).checkRoot(),
        }));
        return assembleEngine({
          topology,
          modules: deployModules({
            rows: storeOf,
            content: (pool, folder) => {
              const content = world.contentOf(pool, folder);
              const files = meddling.files?.(content.files, pool) ?? content.files;
              const scanList = meddling.scanList?.(content.scanList, pool) ?? content.scanList;
              return { ...content, files, scanList, store: storeOf(pool) };
            },
            published: () => ledger.engine.published(),
            clock,
          }),
          storeOf,
          storeIdOf: (pool) => stampOf(known(pool)),
          freeBytesOf: (pool) => stores.filesOf(pool).freeBytes(),
          transport: meddling.transport?.(real) ?? real,
          ledger: meddling.ledger?.(ledger.engine, ledger) ?? ledger.engine,
          clock,
          runId: world.runId,
          machine: "test",
          settings,
          pools: new Set(topology.pools),
          log: meddling.log ?? (() => {}),
        });
      },
    };
  }

  get #pools(): readonly PoolFqdn[] {
    return PAIRS.slice(0, this.#pairs).flat();
  }

  get runId(): string {
    return `run ${this.#run}`;
  }

  /** The file server's clock goes with ours, or nothing would ever hold still for 2 s. */
  contentOf(pool: PoolFqdn, folder = "DataConf") {
    const content = this.#stores.contentOf(pool, folder);
    const travelled = () => BigInt(this.clock.now() - this.clock.startedAt) * 1_000_000n;
    return {
      ...content,
      files: { ...content.files, clockNs: async () => (await content.files.clockNs()) + travelled() },
    };
  }

  /** The engine is gone as after kill -9, something may happen, and another run starts on what is on disk. */
  async restart(meddling: Meddling = {}, whileDown: () => void = () => {}): Promise<void> {
    this.#stores.close();
    await this.ledger.close();
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
    whileDown();
    this.#run += 1;
    this.ledger = await openLedger(join(this.folder, "ledger.db"), this.clock);
    const hurried = new HurriedClock();
    const clock = {
      now: () => this.clock.now(),
      elapsed: () => hurried.elapsed(),
      sleep: () => hurried.sleep(),
    };
    await adoptStoresIn(this.folder, this.ledger, new Set(this.#pools), clock);
    const parts = await TwoPools.#parts(this.folder, this.ledger);
    this.#stores = parts.stores(meddling);
    this.#engine = parts.engine(this, meddling);
    await this.learn();
  }

  export(kind: Kind, from: PoolFqdn = POOL_1) {
    const lane = this.#engine.exports.find((one) => one.lane.from === from && one.lane.module === NAMES[kind]);
    if (!lane) throw new Error(`no export of ${kind} from ${from}`);
    return lane;
  }

  import(kind: Kind, from: PoolFqdn = POOL_1) {
    const inbox = this.#engine.imports.find((one) => one.lane.from === from && one.lane.module === NAMES[kind]);
    if (!inbox) throw new Error(`no import of ${kind} from ${from}`);
    return inbox;
  }

  /** One cycle of the lane; what it sends stays where it is until `imports` is called. */
  cycle(kind: Kind, from: PoolFqdn = POOL_1): Promise<void> {
    return this.export(kind, from).cycle(new AbortController().signal);
  }

  /** A cycle that asks the partner what it holds for a request, and the answer: the next cycle is that of the comparison. */
  async ask(kind: Kind, from: PoolFqdn = POOL_1): Promise<void> {
    await this.learn();
    await this.cycle(kind, from);
    await this.import(kind, from).answer();
    await this.export(kind, from).listen();
  }

  /** Tombstones leave, if their turn has come: the images of their look are acked. */
  async tombstones(kind: Short, from: PoolFqdn = POOL_1): Promise<void> {
    const lane = this.export(kind, from);
    if (lane.hasTombstonesReady) await lane.sendTombstones(new AbortController().signal);
  }

  /** The partner takes everything that is there, and its exporter hears of it. */
  async imports(kind: Kind, from: PoolFqdn = POOL_1): Promise<void> {
    await this.export(kind, from).listen();
    await this.import(kind, from).answer();
    while (await this.import(kind, from).turn());
    await this.import(kind, from).keepWord();
    this.clock.travel(5_000);
    await this.beat();
  }

  /** Both modules and directions: cycles, imports and acks until nothing moves any more. */
  async settle(rounds = 4): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      await this.learn();
      for (const from of [POOL_1, POOL_2]) {
        for (const kind of ["rows", "files"] as const) {
          await this.cycle(kind, from);
          await this.imports(kind, from);
          await this.tombstones(kind, from);
          await this.imports(kind, from);
        }
      }
      this.clock.travel(11_000);
      await this.beat();
    }
  }

  /** The CMS master's documents are carried, and its partner has said so. */
  async carryDocuments(from: PoolFqdn = POOL_1): Promise<void> {
    await this.learn();
    await this.cycle("documents", from);
    await this.imports("documents", from);
    await this.hearDocuments(from);
  }

  /** The importer of documents takes what is there and says its word, and the exporter hears it. */
  async hearDocuments(from: PoolFqdn = POOL_1): Promise<void> {
    await this.export("documents", from).listen();
    this.clock.travel(5_000);
    while (await this.import("documents", from).turn());
    await this.import("documents", from).keepWord();
    await this.export("documents", from).listen();
  }

  /** Every importer says its word again, every exporter hears it, and the engine tells. */
  async beat(): Promise<void> {
    for (const from of [POOL_1, POOL_2]) {
      for (const kind of ["rows", "files"] as const) {
        this.clock.travel(1_500);
        await this.import(kind, from).answer();
        await this.import(kind, from).turn();
        await this.import(kind, from).keepWord();
        await this.export(kind, from).listen();
      }
    }
    await this.tell();
  }

  learn(): Promise<void> {
    return this.#engine.engine.learn();
  }

  /** The engine says what it knows, as its beat does. */
  tell(): Promise<void> {
    return this.#engine.engine.tell();
  }

  /** The status as a person would see it now, computed from what the engine says now. */
  async status(kind: Kind, pool: PoolFqdn = POOL_1): Promise<ModuleStatus> {
    await this.tell();
    const status = (await this.poolStatuses()).find((one) => one.PoolFqdn === pool);
    const found = status?.BackupModules.find((module) => module.Identity === NAMES[kind]);
    if (!found) throw new Error(`no status of ${kind}`);
    return found;
  }

  /** Every pool's status as a person would see it now, computed from what the engine said last. */
  async poolStatuses(): Promise<readonly PoolStatus[]> {
    const { clock } = this;
    const engine = { now: () => ({ running: true, runId: this.runId, since: 0, exits: 0 }) };
    const reading = () => ({ steady: clock.elapsed(), wall: clock.now() });
    // The beat is as old as it says: this clock stands still unless the test moves it.
    const ear: EngineEar = { ask: reading, hear: (beat) => Math.max(0, clock.now() - (beat?.at ?? 0)) };
    const heard = await readEvidence({ ledger: this.ledger.doors, engine, ear, clock });
    const ours = { pools: new Set(this.#pools) };
    return this.#pools.map((pool) => poolStatus(statusQuestion(ours, heard, pool, partnerOf(pool), MODULES)));
  }

  async states(pool: PoolFqdn = POOL_1): Promise<string> {
    return `rows ${(await this.status("rows", pool)).ExportStatus}, files ${(await this.status("files", pool)).ExportStatus}`;
  }

  async syncNow(from: PoolFqdn = POOL_1): Promise<string> {
    const to = partnerOf(from);
    const asked = { what: "full-push", from, to, modules: [PRESENCE, DATA_CONF], detail: NO_DETAIL } as const;
    return (await this.ledger.doors.request(asked, anActor())).id;
  }

  /** A person asks to adopt a pool's stores as they are; the engine adopts them with `restart`, as it begins. */
  async askToAdopt(pool: PoolFqdn, modules = [PRESENCE, DATA_CONF]): Promise<string> {
    const from = partnerOf(pool);
    const asked = { what: "adopt", from, to: pool, modules, detail: NO_DETAIL } as const;
    return (await this.ledger.doors.request(asked, anActor())).id;
  }

  /** A person gives up what stands on `pool` for what its partner has of it. */
  async askToRestore(pool: PoolFqdn, modules = [PRESENCE, DATA_CONF]): Promise<string> {
    const from = partnerOf(pool);
    const asked = { what: "restore", from, to: pool, modules, detail: NO_DETAIL } as const;
    return (await this.ledger.doors.request(asked, anActor())).id;
  }

  /** The first things that `holder` has in its trash of what `home` deleted, by their ids. */
  async trash(kind: Short, holder: PoolFqdn, home: PoolFqdn): Promise<readonly string[]> {
    const trash = await trashIn(this.folder, this.ledger, holder, NAMES[kind]);
    const all = { home, under: null, text: null, since: null, until: null, after: null, limit: 20 };
    return ((await trash?.page(all))?.items ?? []).map(({ id }) => id);
  }

  /** A person brings them back to the pool that they were deleted of. */
  async askForTrash(kind: Short, home: PoolFqdn, trashItems: readonly string[]): Promise<string> {
    const from = partnerOf(home);
    const detail = { ...NO_DETAIL, trashItems };
    const asked = { what: "bring-back", from, to: home, modules: [NAMES[kind]], detail } as const;
    return (await this.ledger.doors.request(asked, anActor())).id;
  }

  /** Another program runs SQL in a pool's user database. */
  sql(pool: PoolFqdn, text: string, ...values: (string | number | null)[]): Record<string, unknown>[] {
    const path = poolPlaces(this.folder, pool).userDatabase;
    if (!existsSync(path)) throw new Error(`${path} is not there`);
    let client = this.#clients.get(pool);
    if (!client) {
      client = new DatabaseSync(path, { timeout: 5000 });
      this.#clients.set(pool, client);
    }
    const statement = client.prepare(text);
    return statement.all(...values).map((row) => ({ ...row }));
  }

  user(address: string, name = "A", pool: PoolFqdn = POOL_1): void {
    this.sql(pool, "insert into users (sip_uri, display_name, home_pool) values (?, ?, ?)", address, name, pool);
  }

  rows(pool: PoolFqdn, home: PoolFqdn = POOL_1): Record<string, unknown>[] {
    return this.sql(pool, "select * from users where home_pool = ? order by sip_uri", home);
  }

  /** The folder of `home`'s content on `pool`. */
  content(pool: PoolFqdn, home: PoolFqdn = POOL_1): string {
    return join(poolPlaces(this.folder, pool).files, "DataConf", home);
  }

  makeFolder(path: string): string {
    const folder = join(this.content(POOL_1), path);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  async close(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    this.#stores.close();
    await this.ledger.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function partnerOf(pool: PoolFqdn): PoolFqdn {
  for (const [a, b] of PAIRS) if (pool === a || pool === b) return pool === a ? b : a;
  throw new Error(`${pool} has no partner`);
}

/** The data folder of a first start with so many pairs, made once a process: a copy of it is as good and sooner there. */
const started: { [pairs: number]: ReturnType<typeof firstStarted> } = {};

async function firstStarted(pairs: number) {
  const folder = mkdtempSync(join(tmpdir(), "pairkeeper-started-"));
  try {
    const clock = { now: () => Date.now() };
    const ledger = await openLedger(join(folder, "ledger.db"), clock);
    let id = 0;
    const newId = () => `store ${++id}`;
    await firstStart({ ledger: ledger.topology, clock, newId, makeStores: makeStoresIn(folder) });
    for (const [a, b] of PAIRS.slice(1, pairs)) {
      for (const pool of [a, b]) {
        const record = { pool, site: "", edition: "Enterprise", fileStore: null, userStore: null } as const;
        await ledger.doors.addPool(record, anActor());
        await poolMaker({ dataFolder: folder, pools: null }, ledger, clock, () => {}).make(pool);
      }
      await ledger.doors.pair({ a, b }, anActor());
    }
    const { pools } = await ledger.topology.topology();
    await makePairsIn(placesIn(folder, await ledger.doors.pools()), ledger, new Set(pools), clock, () => {});
    await ledger.close();
    return keepFolder(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two pools on which one row and one file of pool 1 were copied: all is Final. */
export async function openCopiedPools(): Promise<TwoPools> {
  const world = await TwoPools.open();
  world.user("sip:a@x");
  writeFileSync(join(world.content(POOL_1), "a.txt"), "content");
  await world.settle(2);
  const states = await world.states();
  if (states !== "rows FinalState, files FinalState") throw new Error(`the pools are not copied: ${states}`);
  return world;
}
