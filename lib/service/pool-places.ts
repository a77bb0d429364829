import { join } from "node:path";
import type { PoolFqdn } from "#lib/domain/pool.ts";
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

/** A pool's file store holds its own content and its partner's standby; a data set goes by its home pool's store id. */
export function filesIdentity(
  pool: PoolFqdn,
  partner: PoolFqdn,
  idOf: (pool: PoolFqdn) => string,
  folders: readonly string[],
): FileStoreIdentity {
  const dataSets = [pool, partner].map((home) => ({ home, id: idOf(home) }));
  return { pool, storeId: idOf(pool), folders, dataSets };
}
