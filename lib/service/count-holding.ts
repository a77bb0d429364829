import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import type { Holding } from "#lib/ports/holdings.ts";
import { countContent } from "#lib/stores/folder/count-content.ts";
import { openReading } from "#lib/stores/sqlite/user-store/open-reading.ts";
import type { ReadingPlace } from "./find-items.ts";

export type HoldingOrder = {
  readonly at: Omit<ReadingPlace, "scanLists">;
  readonly home: PoolFqdn;
  readonly dataSetId: string;
  readonly module: ModuleName;
};

const PATIENCE_MS = 2_000;

/** Counts what a pool holds of a data set: content by walking through it, rows by their home pool; null for what is neither. */
export function countHolding(
  { at, home, dataSetId, module }: HoldingOrder,
  now: () => number,
  registry = REGISTRY,
): Holding | null {
  const entry = registry.find(({ face }) => face.name === module);
  const until = now() + PATIENCE_MS;
  const [folder] = entry?.folders ?? [];
  if (folder !== undefined)
    return countContent({ ...at, root: at.files, folder, home, dataSetId }, () => now() < until);
  const tables = entry?.tables ?? [];
  if (tables.length === 0) return null;
  const db = openReading(at.userDatabase, at);
  try {
    const rows = tables.map(({ name }) =>
      Number(db.prepare(`SELECT count(*) AS n FROM ${name} WHERE home_pool = ?`).get(home)?.n),
    );
    return { items: rows.reduce((sum, many) => sum + many, 0), bytes: null, isAll: true };
  } finally {
    db.close();
  }
}
