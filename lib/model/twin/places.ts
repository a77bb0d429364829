import { join } from "node:path";
import type { Items, Kind } from "./items.ts";
import { type RowsByHome, readRows, readRowTrash } from "./rows.ts";
import { contentOf, readTree } from "./tree.ts";

const NOTHING: Items = new Map();

/** All that lies in both pools at one moment, read by public paths alone. */
export type Sight = {
  /** Items of `home` as `pool` has them; null while their place is lost. */
  items(kind: Kind, home: string, pool: string): Items | null;
};

export function lookAt(dataFolder: string, pools: readonly string[]): Sight {
  const rows = new Map<string, RowsByHome | null>();
  const trees = new Map<string, Items | null>();
  for (const pool of pools) {
    rows.set(pool, readRows(join(dataFolder, "pools", pool, "user.db")));
    for (const home of pools) {
      trees.set(`${home} ${pool}`, readTree(join(dataFolder, "pools", pool, "files", "DataConf", home)));
    }
  }
  return {
    items: (kind, home, pool) => {
      if (kind === "files") return trees.get(`${home} ${pool}`) ?? null;
      const found = rows.get(pool);
      return found ? (found.get(home) ?? NOTHING) : null;
    },
  };
}

/** Whether the trash of `pool` holds an item of `home` that was deleted there. */
export function isInTrash(dataFolder: string, pool: string, home: string, kind: Kind, key: string, text: string) {
  const at = join(dataFolder, "pools", pool);
  if (kind === "rows") return readRowTrash(join(at, "user.db")).has(key);
  const content = contentOf(text);
  if (content === null) return true; // an empty folder leaves nothing to keep
  const trash = readTree(join(at, "files", "Trash", home)) ?? NOTHING;
  return [...trash.values()].some((one) => contentOf(one) === content);
}
