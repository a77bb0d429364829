import { statSync } from "node:fs";
import { type Hands, onThread } from "#lib/disk/crew.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";
import type { ContentStores } from "#lib/modules/files/files-module.ts";
import { type Carried, carriedBy, REGISTRY } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { folderFileStore } from "#lib/stores/folder/file-store.ts";
import { openScanList } from "#lib/stores/sqlite/scan-list.ts";
import { openUserStore } from "#lib/stores/sqlite/user-store/user-store.ts";
import { filesIdentity, type KnownOf, NOBODY, type PlacesOf, poolPlaces, stampOf } from "./pool-places.ts";

/** The pools' embedded stores, opened when first asked for and opened anew when their file was put back in the meantime. */
export class PoolStores {
  readonly #placesOf: PlacesOf;
  readonly #topology: Topology;
  readonly #knownOf: KnownOf;
  readonly #clock: Clock;
  readonly #carried: Carried;
  readonly #hands: Hands;
  readonly #userStores = new Map<PoolFqdn, { readonly store: UserStore; readonly inode: bigint | null }>();
  readonly #scanLists = new Map<string, ScanList>();

  constructor(
    dataFolder: string,
    topology: Topology,
    knownOf: KnownOf,
    clock: Clock,
    registry = REGISTRY,
    placesOf: PlacesOf = (pool) => poolPlaces(dataFolder, pool),
    hands: Hands = onThread,
  ) {
    this.#placesOf = placesOf;
    this.#topology = topology;
    this.#knownOf = knownOf;
    this.#clock = clock;
    this.#carried = carriedBy(registry);
    this.#hands = hands;
  }

  /** Faults with "store-lost" while the database is gone or not the right one. */
  userStoreOf(pool: PoolFqdn): UserStore {
    const path = this.#placesOf(pool).userDatabase;
    const inode = statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
    const open = this.#userStores.get(pool);
    if (open && open.inode === inode) return open.store;
    open?.store.close();
    this.#userStores.delete(pool);
    const { storeId, epoch: storeEpoch } = this.#knownOf(pool);
    const identity = { pool, partner: this.#partnerOf(pool), storeId, storeEpoch };
    const store = openUserStore(path, identity, this.#clock, this.#carried.tables);
    this.#userStores.set(pool, { store, inode });
    return store;
  }

  /** The content of the pool's file store below `folder`; which folder is no matter where only the root is asked about. */
  filesOf(pool: PoolFqdn, folder = this.#carried.folders[0] ?? ""): FileStore {
    const identity = filesIdentity(pool, this.#partnerOf(pool), this.#knownOf, this.#carried.folders);
    return folderFileStore(this.#placesOf(pool).files, identity, folder, this.#hands);
  }

  contentOf(pool: PoolFqdn, folder: string): ContentStores {
    return {
      files: this.filesOf(pool, folder),
      scanList: this.#scanListOf(pool, folder),
      store: this.userStoreOf(pool),
    };
  }

  close(): void {
    for (const { store } of this.#userStores.values()) store.close();
    for (const list of this.#scanLists.values()) list.close();
  }

  #scanListOf(pool: PoolFqdn, folder: string): ScanList {
    const path = this.#placesOf(pool).scanList(folder);
    const open = this.#scanLists.get(path);
    if (open) return open;
    const list = openScanList(path, stampOf(this.#knownOf(pool)), this.#clock);
    this.#scanLists.set(path, list);
    return list;
  }

  #partnerOf(pool: PoolFqdn): PoolFqdn {
    return partnerOf(this.#topology, pool) ?? NOBODY;
  }
}
