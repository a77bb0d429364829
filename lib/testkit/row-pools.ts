import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { SQLInputValue } from "node:sqlite";
import { type Manifest, type ManifestHash, nextEpoch, type PackageRef, type PartFace } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { columnNames, keyNames } from "#lib/domain/row-table.ts";
import { presenceFocus } from "#lib/modules/presence-focus/module.ts";
import { rowsModule } from "#lib/modules/rows/rows-module.ts";
import type { BackupModule, Packed, Phase, Room } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { Received, Staging } from "#lib/ports/transport.ts";
import { POOL_1, POOL_2, PRESENCE } from "./evidence.ts";
import { HurriedClock } from "./fake-clock.ts";
import { presenceFocusTables } from "./row-tables.ts";
import { openTempUserStore, type TempUserStore } from "./temp-user-store.ts";

const ROOMY: Room = {
  batches: 500,
  bytes: Number.POSITIVE_INFINITY,
  items: Number.POSITIVE_INFINITY,
  isFresh: true,
  reserved: { high: 250, normal: 250 },
};
const AT = "2026-11-21T12:00:00.000Z";

/** A package on its way: what was packed, and how to read it. */
type Carried = { readonly packed: Packed; readonly received: Received };

/** Two pools' user databases and the module of rows between them; packages go from hand to hand, without an engine. */
export class RowPools {
  readonly #pools: ReadonlyMap<PoolFqdn, TempUserStore>;
  readonly module: BackupModule;
  readonly clock: Clock;
  #seq = 0;

  constructor(folder: string, clock: Clock = new HurriedClock()) {
    this.clock = clock;
    this.#pools = new Map(
      [POOL_1, POOL_2].map((pool) => {
        mkdirSync(join(folder, pool));
        return [pool, openTempUserStore(join(folder, pool), pool, clock)];
      }),
    );
    this.module = rowsModule(presenceFocus, presenceFocusTables, (pool) => this.storeOf(pool), this.clock);
  }

  storeOf(pool: PoolFqdn) {
    return this.#at(pool).store;
  }

  /** Another program runs one statement. */
  run(pool: PoolFqdn, sql: string, ...values: SQLInputValue[]): void {
    this.#at(pool)
      .client.prepare(sql)
      .run(...values);
  }

  /** The same past all capture, as a loss or an import of another day would be. */
  runUnseen(pool: PoolFqdn, sql: string, ...values: SQLInputValue[]): void {
    const { client } = this.#at(pool);
    client.exec("begin immediate; insert into importing (id) values (1)");
    client.prepare(sql).run(...values);
    client.exec("delete from importing; commit");
  }

  all(pool: PoolFqdn, sql: string): Record<string, unknown>[] {
    return this.#at(pool)
      .client.prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  }

  /** The rows of `home` at a pool, by table and key, each as its stored values. */
  rows(pool: PoolFqdn, home: PoolFqdn): Record<string, string> {
    const found: Record<string, string> = {};
    for (const table of presenceFocusTables) {
      const key = `json_array(${keyNames(table).join()})`;
      const image = `json_array(${columnNames(table).join()})`;
      for (const row of this.all(
        pool,
        `select ${key} as k, ${image} as i from ${table.name} where home_pool = '${home}'`,
      )) {
        found[`${table.name} ${row.k}`] = String(row.i);
      }
    }
    return found;
  }

  look(pool: PoolFqdn): Promise<unknown> {
    return this.module.exportSide(pool).look(false, () => {});
  }

  /** One package of a pool, launched; null when nothing waits. */
  async pack(from: PoolFqdn, phase: Phase): Promise<Carried | null> {
    const { book } = this.storeOf(from);
    const parts = new Map<string, Uint8Array>();
    const packed = await this.module.exportSide(from).pack(phase, await book.mark(), ROOMY, stagingIn(parts));
    await book.setGone(PRESENCE, packed.gone, true);
    await book.setGone(PRESENCE, packed.back, false);
    await book.drop(PRESENCE, packed.void);
    const done = packed.sent.length + packed.gone.length + packed.back.length + packed.void.length;
    if (done === 0) return null;
    const ref = { epoch: nextEpoch(0), seq: ++this.#seq, hash: `hash ${this.#seq}` as ManifestHash };
    const flight = { ...ref, items: packed.sent.length, bytes: packed.bytes };
    await book.launch(PRESENCE, flight, packed.sent, packed.kept, this.clock.now());
    return { packed, received: { ref, manifest: manifestOf(from, ref, packed), partsFolder: "", ...readerOf(parts) } };
  }

  /** Imports a package from where the importer's position stands, and clears it at its sender. */
  async deliver(to: PoolFqdn, { received }: Carried, getsOn: () => void = () => {}): Promise<void> {
    const from = to === POOL_1 ? POOL_2 : POOL_1;
    const { book } = this.storeOf(to);
    const position = await book.position(PRESENCE, from);
    const side = this.module.importSide(to);
    if (received.manifest.dataSet === to) await side.applyReturned(received, position, getsOn);
    else await side.apply(from, received, position, getsOn);
    await book.setPosition(PRESENCE, from, { applied: received.ref, working: null });
    const flights = await this.storeOf(from).book.flights(PRESENCE);
    await this.storeOf(from).book.clear(PRESENCE, flights);
  }

  /** All that waits, images before tombstones, until nothing does. */
  async carry(from: PoolFqdn, getsOn: () => void = () => {}): Promise<Packed[]> {
    const to = from === POOL_1 ? POOL_2 : POOL_1;
    const carried: Packed[] = [];
    for (const phase of ["images", "tombstones", "images", "tombstones"] as const) {
      for (let one = await this.pack(from, phase); one !== null; one = await this.pack(from, phase)) {
        carried.push(one.packed);
        await this.deliver(to, one, getsOn);
      }
    }
    return carried;
  }

  close(): void {
    for (const { store, client } of this.#pools.values()) {
      client.close();
      store.close();
    }
  }

  #at(pool: PoolFqdn): TempUserStore {
    const found = this.#pools.get(pool);
    if (!found) throw new Error(`no pool ${pool}`);
    return found;
  }
}

function stagingIn(parts: Map<string, Uint8Array>): Staging {
  return {
    partsFolder: "",
    writePart: async (name, bytes): Promise<PartFace> => {
      parts.set(name, bytes);
      return { name, bytes: bytes.length, sha256: "-" };
    },
    seal: () => Promise.reject(new Error("a package here is not sealed")),
    publish: async () => {},
    discard: async () => {},
  };
}

function readerOf(parts: ReadonlyMap<string, Uint8Array>): Pick<Received, "readPart"> {
  return {
    readPart: async ({ name }) => {
      const part = parts.get(name);
      if (!part) throw new Error(`no part ${name}`);
      return part;
    },
  };
}

function manifestOf(from: PoolFqdn, ref: PackageRef, { dataSet, source, batches, parts }: Packed): Manifest {
  const lane = { from, to: from === POOL_1 ? POOL_2 : POOL_1, module: PRESENCE };
  const request = source === "home" ? null : { id: "request 1", source, closes: false };
  const { epoch, seq } = ref;
  return { format: 2, lane, dataSet, request, epoch, seq, previous: null, cutOff: AT, batches, parts };
}
