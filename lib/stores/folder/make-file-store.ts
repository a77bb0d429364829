import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "#lib/domain/fault.ts";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { checkMarker, dataSetMarker, rootMarker, writeMarker } from "./marker.ts";

export type FileStoreIdentity = {
  readonly pool: PoolFqdn;
  readonly storeId: string;
  /** 1, and one more with each adoption (DESIGN L9). */
  readonly storeEpoch: number;
  /** Folders of content below the root, one for each module of files. */
  readonly folders: readonly string[];
  /** Data sets that each of them holds: the pool's own and its partner's standby, with their ids. */
  readonly dataSets: readonly { readonly home: PoolFqdn; readonly id: string }[];
};

/** The folder of one home pool's content below a store's root. */
export function dataSetFolder(root: string, folder: string, home: PoolFqdn): string {
  return join(root, folder, home);
}

/**
 * First start makes the root, its BackupStore and the data-set folders; nobody else does, but adoptions and restores. The root's marker comes
 * last, so a store that an interrupted first start left is finished by the next. Faults with "store-lost" where a root
 * without this store's marker holds anything that first start does not make.
 */
export function makeFileStore(root: string, identity: FileStoreIdentity): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  if (existsSync(join(root, MARKER_NAME))) {
    checkMarker(root, markerOf(identity), `The file store of ${identity.pool}`);
    return;
  }
  const known = ["BackupStore", MARKER_NAME, ...identity.folders];
  const strange = readdirSync(root).filter((name) => !known.includes(name));
  if (strange.length > 0) {
    throw new Fault("store-lost", `The file store of ${identity.pool} holds content that no ledger knows.`, root);
  }
  mkdirSync(join(root, "BackupStore", "Temp"), { recursive: true, mode: 0o700 });
  for (const folder of identity.folders) {
    for (const { home, id } of identity.dataSets) makeDataSet(dataSetFolder(root, folder, home), home, id);
  }
  writeMarker(root, markerOf(identity), `The file store of ${identity.pool}`);
}

/** The marker that this store's root has to carry. */
export function markerOf({ pool, storeId, storeEpoch }: FileStoreIdentity): string {
  return rootMarker(pool, storeId, storeEpoch);
}

function makeDataSet(folder: string, home: PoolFqdn, id: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const content = readdirSync(folder).filter((name) => !name.startsWith(MARKER_NAME));
  if (content.length > 0) throw new Fault("store-lost", `The content of ${home} was there before the ledger.`, folder);
  writeMarker(folder, dataSetMarker(home, id), `The content of ${home}`);
}
