import { join } from "node:path";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { PoolRecord } from "#lib/domain/pool-record.ts";
import { storeStamp } from "#lib/domain/store-state.ts";
import type { StoreIdentity } from "#lib/ports/ledger.ts";
import type { FileStoreIdentity } from "#lib/stores/folder/make-file-store.ts";

/** Where a pool's embedded stores lie: a public contract, other programs write there. */
export type PoolPlaces = {
  readonly folder: string;
  readonly userDatabase: string;
  /** What looks saw, a list for each folder of content. */
  readonly scanList: (content: string) => string;
  readonly files: string;
};

export type PlacesOf = (pool: PoolFqdn) => PoolPlaces;

/** The places of all pools: in the data folder, but for stores that were given a place of their own. */
export function placesIn(
  dataFolder: string,
  records: readonly Pick<PoolRecord, "pool" | "fileStore" | "userStore">[],
): PlacesOf {
  return (pool) => {
    const embedded = poolPlaces(dataFolder, pool);
    const own = records.find((record) => record.pool === pool);
    return {
      ...embedded,
      files: own?.fileStore ?? embedded.files,
      userDatabase: own?.userStore ?? embedded.userDatabase,
    };
  };
}

export function poolPlaces(dataFolder: string, pool: PoolFqdn): PoolPlaces {
  const folder = join(dataFolder, "pools", pool);
  return {
    folder,
    userDatabase: join(folder, "user.db"),
    scanList: (content) => join(folder, content === CONFERENCE_CONTENT ? "scan.db" : `scan-${content}.db`),
    files: join(folder, "files"),
  };
}

/** The folder of conference content; its scan list has the name that the contract gives it. */
const CONFERENCE_CONTENT = "DataConf";

/** What the ledger knows a pool's stores by. */
export type Known = Pick<StoreIdentity, "storeId" | "epoch">;
export type KnownOf = (pool: PoolFqdn) => Known;

/** A pool that the ledger knows no stores of has none that could be the right ones. */
export function knownOf(stores: readonly StoreIdentity[]): KnownOf {
  const byPool = new Map(stores.map((store) => [store.pool, store]));
  return (pool) => byPool.get(pool) ?? { storeId: "", epoch: 0 };
}

/** Which stores they are and how often they were adopted: what acks and scan lists are bound to. */
export function stampOf({ storeId, epoch }: Known): string {
  return storeStamp(storeId, epoch);
}

/** The partner of a pool that has none, where a store has to name one. */
export const NOBODY = "" as PoolFqdn;

/** A pool's file store holds its own content and its partner's standby; a data set goes by its home pool's store id. */
export function filesIdentity(
  pool: PoolFqdn,
  partner: PoolFqdn,
  knownOf: KnownOf,
  folders: readonly string[],
): FileStoreIdentity {
  const homes = partner === NOBODY ? [pool] : [pool, partner];
  const dataSets = homes.map((home) => ({ home, id: knownOf(home).storeId }));
  const { storeId, epoch: storeEpoch } = knownOf(pool);
  return { pool, storeId, storeEpoch, folders, dataSets };
}
