import { statSync } from "node:fs";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";
import type { ContentStores } from "#lib/modules/files/files-module.ts";
import { ROW_TABLES } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { folderFileStore } from "#lib/stores/folder/file-store.ts";
import { openScanList } from "#lib/stores/sqlite/scan-list.ts";
import { openUserStore } from "#lib/stores/sqlite/user-store/user-store.ts";
import { filesIdentity, poolPlaces } from "./pool-places.ts";

/** The pools' embedded stores, opened when first asked for and opened anew when their file was put back in the meantime. */
export class PoolStores {
  readonly #dataFolder: string;
  readonly #topology: Topology;
  readonly #idOf: (pool: PoolFqdn) => string;
  readonly #clock: Clock;
  readonly #tables: readonly RowTable[];
  readonly #userStores = new Map<PoolFqdn, { readonly store: UserStore; readonly inode: bigint | null }>();
  readonly #scanLists = new Map<PoolFqdn, ScanList>();

  constructor(
    dataFolder: string,
    topology: Topology,
    idOf: (pool: PoolFqdn) => string,
    clock: Clock,
    tables: readonly RowTable[] = ROW_TABLES,
  ) {
    this.#dataFolder = dataFolder;
    this.#topology = topology;
    this.#idOf = idOf;
    this.#clock = clock;
    this.#tables = tables;
  }

  /** Faults with "store-lost" while the database is gone or not the right one. */
  userStoreOf(pool: PoolFqdn): UserStore {
    const path = poolPlaces(this.#dataFolder, pool).userDatabase;
    const inode = statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
    const open = this.#userStores.get(pool);
    if (open && open.inode === inode) return open.store;
    open?.store.close();
    this.#userStores.delete(pool);
    const identity = { pool, partner: this.#partnerOf(pool), storeId: this.#idOf(pool) };
    const store = openUserStore(path, identity, this.#clock, this.#tables);
    this.#userStores.set(pool, { store, inode });
    return store;
  }

  filesOf(pool: PoolFqdn): FileStore {
    const identity = filesIdentity(pool, this.#partnerOf(pool), this.#idOf);
    return folderFileStore(poolPlaces(this.#dataFolder, pool).files, identity);
  }

  contentOf(pool: PoolFqdn): ContentStores {
    return { files: this.filesOf(pool), scanList: this.#scanListOf(pool), store: this.userStoreOf(pool) };
  }

  close(): void {
    for (const { store } of this.#userStores.values()) store.close();
    for (const list of this.#scanLists.values()) list.close();
  }

  #scanListOf(pool: PoolFqdn): ScanList {
    const open = this.#scanLists.get(pool);
    if (open) return open;
    const list = openScanList(poolPlaces(this.#dataFolder, pool).scanList, this.#idOf(pool), this.#clock);
    this.#scanLists.set(pool, list);
    return list;
  }

  #partnerOf(pool: PoolFqdn): PoolFqdn {
    const partner = partnerOf(this.#topology, pool);
    if (partner === null) throw new Error(`${pool} has no backup pool`);
    return partner;
  }
}
