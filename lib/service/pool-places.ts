import { join } from "node:path";
import type { PoolFqdn } from "#lib/domain/pool.ts";
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

/** A pool's file store holds its own content and its partner's standby; a data set goes by its home pool's store id. */
export function filesIdentity(
  pool: PoolFqdn,
  partner: PoolFqdn,
  knownOf: KnownOf,
  folders: readonly string[],
): FileStoreIdentity {
  const dataSets = [pool, partner].map((home) => ({ home, id: knownOf(home).storeId }));
  const { storeId, epoch: storeEpoch } = knownOf(pool);
  return { pool, storeId, storeEpoch, folders, dataSets };
}
