import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Meddling } from "#lib/testkit/two-pools.ts";
import { storesOf } from "../cast.ts";
import { SickBay } from "../sick-bay.ts";
import { sickBook, sickFiles, sickTransport } from "../sick-plugs.ts";
import type { LayDisk } from "./ailing-disk.ts";

/** So many bytes one write takes, roughly: the sick bay counts writes. */
const A_WRITE = 32 * 1024;

/** Played disks, for machines that let nobody mount: calls and databases refuse what a disk would refuse. */
export class SickWard {
  readonly #bay = new SickBay(() => {});
  readonly lay: LayDisk = (path) => ({
    fall: (ill, roomBytes) => {
      const stores = ill === "full" ? storesAt(fileStoreOf(path)) : storesAt(path);
      for (const store of stores) this.#bay.admit(store, ill, Math.floor(roomBytes / A_WRITE));
    },
    mend: () => this.#bay.discharge(fileStoreOf(path)),
  });

  /** What stands between an engine and these disks. `folder`: where the service keeps its data. */
  meddling(folder: () => string): Meddling {
    const at = (pool: PoolFqdn) => storesOf(folder(), pool);
    return {
      transport: (real) => sickTransport(real, this.#bay, (pool) => at(pool).files),
      book: (real, pool) => sickBook(real, this.#bay, at(pool).rows),
      rows: (real, pool) => sickBook(real, this.#bay, at(pool).rows),
      files: (real, pool) => sickFiles(real, this.#bay, at(pool).files),
      hands: this.#bay.hands,
    };
  }
}

/** To these calls all of a file store is one disk: what is staged has its room already when it takes its place. */
function fileStoreOf(path: string): string {
  return path.replace(/\/files\/.*$/, "/files");
}

/** The place itself, and the databases in it, which go by their own names. */
function storesAt(path: string): readonly string[] {
  if (!existsSync(path)) return [path];
  return [path, ...readdirSync(path).flatMap((name) => (name === "user.db" ? [join(path, name)] : []))];
}
