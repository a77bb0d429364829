import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { PendingEntry, WaitingRun } from "#lib/ports/user-store.ts";
import type { Block, PendingTally, Sum } from "./pending-tally.ts";

export type Wanted = {
  readonly module: ModuleName;
  readonly phase: Phase;
  readonly mark: number;
  readonly limit: number;
  /** Of these tables alone; of all the module's when not given. */
  readonly tables: readonly string[] | undefined;
};

/** Walks waiting entries in the order of their numbers. Blocks without any that are wanted are stepped over. */
export class PendingWalk {
  readonly #db: DatabaseSync;
  readonly #tally: PendingTally;

  constructor(db: DatabaseSync, tally: PendingTally) {
    this.#db = db;
    this.#tally = tally;
  }

  /** Entries with all that they say. */
  entries(): (wanted: Wanted) => PendingEntry[] {
    const some = this.#db.prepare(`
      SELECT id, subject, key, first_at FROM pending
      WHERE id BETWEEN ? AND ? AND gone = ? AND held = 0 AND +subject IN (SELECT value FROM json_each(?))
      ORDER BY id LIMIT ?`);
    some.setReturnArrays(true); // an object a row takes twice as long
    const timeOf = instantReader();
    return this.#walk((block, { names, gone, list, limit, mark }) =>
      rowsOf(some.all(block.from, Math.min(block.to, mark), gone, list, limit)).map(([id, subject, key, firstAt]) => ({
        id: Number(id),
        table: names.get(Number(subject)) ?? "",
        key: String(key),
        firstAt: timeOf(String(firstAt)),
      })),
    );
  }

  /** Their numbers alone, in runs of one table. A block that is whole is not read. */
  runs(): (wanted: Wanted) => WaitingRun[] {
    const some = this.#db.prepare(`
      SELECT subject, json_group_array(id) AS ids FROM (
        SELECT id, subject, row_number() OVER (ORDER BY id) - row_number() OVER (PARTITION BY subject ORDER BY id) AS run
        FROM pending
        WHERE id BETWEEN ? AND ? AND gone = ? AND held = 0 AND +subject IN (SELECT value FROM json_each(?))
        ORDER BY id LIMIT ?)
      GROUP BY subject, run ORDER BY min(id)`);
    return this.#walk(
      (block, { names, gone, list, limit, mark }) => {
        const [first] = block.sums;
        if (block.whole && first) {
          const ids = numbersOf(block.whole.from, Math.min(block.whole.to, mark), limit);
          return ids.length === 0 ? [] : [{ table: names.get(first.subject) ?? "", ids }];
        }
        const rows = some.all(block.from, Math.min(block.to, mark), gone, list, limit);
        return rows.map(({ subject, ids }) => ({
          table: names.get(Number(subject)) ?? "",
          ids: JSON.parse(String(ids)) as readonly number[],
        }));
      },
      (run) => run.ids.length,
    );
  }

  #walk<T>(
    read: (block: Block, asked: Asked) => T[],
    countOf: (found: T) => number = () => 1,
  ): (wanted: Wanted) => T[] {
    const subjects = this.#db.prepare("SELECT id, tbl FROM subjects WHERE module = ?");
    return ({ module, phase, mark, limit, tables }) => {
      const rows = subjects.all(module).map(({ id, tbl }) => [Number(id), String(tbl)] as const);
      const names = new Map(rows.filter(([, tbl]) => tables === undefined || tables.includes(tbl)));
      const isGone = phase === "tombstones";
      const isWanted = (sum: Sum) => names.has(sum.subject) && sum.isGone === isGone && !sum.isHeld;
      const list = JSON.stringify([...names.keys()]);
      const found: T[] = [];
      let left = limit;
      for (const block of this.#tally.blocks()) {
        if (block.from > mark || left <= 0) break;
        if (!block.sums.some(isWanted)) continue;
        const some = read(block, { names, gone: isGone ? 1 : 0, list, limit: left, mark });
        left -= some.reduce((sum, one) => sum + countOf(one), 0);
        found.push(...some);
      }
      return found;
    };
  }
}

/** At most `limit` numbers that follow each other. */
function numbersOf(from: number, to: number, limit: number): number[] {
  const ids: number[] = [];
  for (let id = from; id <= to && ids.length < limit; id++) ids.push(id);
  return ids;
}

/** What `all` gives of a statement that returns arrays: its type tells of objects alone. */
function rowsOf(rows: readonly unknown[]): readonly (readonly SQLOutputValue[])[] {
  return rows as readonly (readonly SQLOutputValue[])[];
}

/** Entries that follow each other mostly have one first time: it is read once. */
function instantReader(): (iso: string) => number {
  let text = "";
  let instant = Number.NaN;
  return (iso) => {
    if (iso !== text) instant = Date.parse(iso);
    text = iso;
    return instant;
  };
}

type Asked = {
  readonly names: ReadonlyMap<number, string>;
  readonly gone: 0 | 1;
  readonly list: string;
  readonly limit: number;
  readonly mark: number;
};
