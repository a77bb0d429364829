import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { syncFolder } from "#lib/disk/durable.ts";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import { type PoolFqdn, poolFqdn } from "#lib/domain/pool.ts";
import { dataSetFolder, type FileStoreIdentity, markerOf } from "./make-file-store.ts";
import { checkMarker } from "./marker.ts";

/** Files and folders below one folder of content, by home, of homes that this store is not for. */
export function formerContent(
  root: string,
  folder: string,
  identity: FileStoreIdentity,
): ReadonlyMap<PoolFqdn, number> {
  checkMarker(root, markerOf(identity), `The file store of ${identity.pool}`);
  const homes = namesIn(join(root, folder)).flatMap((name) => {
    const home = poolFqdn(name);
    return home === null || home !== name || identity.dataSets.some((one) => one.home === home) ? [] : [home];
  });
  return new Map(homes.map((home) => [home, countIn(dataSetFolder(root, folder, home))]));
}

/** Moves one home's content to the trash, whole, under a name that begins with `name`. */
export function discardContent(root: string, folder: string, home: PoolFqdn, name: string): void {
  const from = dataSetFolder(root, folder, home);
  if (!existsSync(from)) return;
  const trash = join(root, "Trash", home);
  mkdirSync(trash, { recursive: true, mode: 0o700 });
  let number = 0;
  while (existsSync(join(trash, `${name}-0-${number}`))) number += 1;
  renameSync(from, join(trash, `${name}-0-${number}`));
  for (const changed of [trash, join(root, folder)]) syncFolder(changed);
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function countIn(folder: string): number {
  return readdirSync(folder, { recursive: true }).filter((name) => name !== MARKER_NAME).length;
}
