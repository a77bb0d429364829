import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { LaneBook, NewEntry } from "#lib/ports/user-store.ts";
import { ADD_SUBJECTS, addEntries, ENTRIES_JSON, forgetSent, forgetTaken } from "./pending-sql.ts";
import { type PendingTally, TOUCHED } from "./pending-tally.ts";
import { PendingWalk } from "./pending-walk.ts";
import { sparing } from "./sparing.ts";
import type { Write } from "./write-lock.ts";

type PendingBook = Pick<LaneBook, "add" | "addGone" | "mark" | "next" | "setGone" | "postpone" | "drop" | "takeBack">;

/** Of one transaction. */
const PAGE = 5_000;

/** A tombstone that was released stays so; an image that was different once does too; else what it becomes decides. */
const MERGED_COUNTS = `
  CASE WHEN gone <> excluded.gone THEN excluded.counts WHEN gone = 1 THEN counts ELSE max(counts, excluded.counts) END`;

/** "counts", bytes if they are known, a space, the key: SQLite takes a text apart faster than a list in a list. */
function lineOf({ key, bytes, isAsSeen }: NewEntry): string {
  return `${isAsSeen ? 0 : 1}${bytes ?? ""} ${key}`;
}

/** What waits. */
export function pendingBook(db: DatabaseSync, tally: PendingTally, write: Write): PendingBook {
  const addSubjects = db.prepare(ADD_SUBJECTS);
  const add = db.prepare(`
    INSERT INTO pending (subject, key, first_at, gone, bytes, counts)
    SELECT (SELECT id FROM subjects WHERE module = ? AND tbl = ?), substr(e.value, instr(e.value, ' ') + 1), ?, ?,
      CAST(nullif(substr(e.value, 2, instr(e.value, ' ') - 2), '') AS INTEGER), CAST(substr(e.value, 1, 1) AS INTEGER)
    FROM json_each(?) e WHERE true ORDER BY e.key
    ON CONFLICT (subject, key)
    DO UPDATE SET gone = excluded.gone + ${TOUCHED}(pending.id), held = min(held, excluded.gone), bytes = excluded.bytes,
      first_at = min(first_at, excluded.first_at), counts = ${MERGED_COUNTS}`);
  const next = new PendingWalk(db, tally).entries();
  const spare = sparing(db);
  const inList = "id IN (SELECT value FROM json_each(?))";
  const setGone = db.prepare(`UPDATE pending SET gone = ?, held = 0, counts = 1 WHERE ${inList}`);
  const leave = db.prepare(`DELETE FROM pending WHERE ${inList}`);
  const listed = "json_each(?) i CROSS JOIN pending p ON p.id = i.value";
  const unsay = db.prepare(forgetSent(listed));
  const untake = db.prepare(forgetTaken(listed));
  const entries = db.prepare(`
    SELECT CAST(${ENTRIES_JSON} AS BLOB) AS entries FROM json_each(?) i CROSS JOIN pending p ON p.id = i.value`);
  const comeAnew = db.prepare(addEntries("", "CAST(:entries AS TEXT)"));

  const addAll =
    (gone: 0 | 1): LaneBook["add"] =>
    (module, items, at) =>
      write(() => {
        const tables = Map.groupBy(items, (item) => item.table);
        addSubjects.run({ module, tables: JSON.stringify([...tables.keys()]) });
        const first = isoInstant(at);
        for (const [table, some] of tables) {
          add.run(module, table, first, gone, JSON.stringify(some.map(lineOf)));
        }
      });

  const unlessNone = (ids: readonly number[], body: (list: string) => void): Promise<void> =>
    ids.length === 0
      ? Promise.resolve()
      : write(() => {
          for (const id of ids) tally.touch(id);
          body(JSON.stringify(ids));
        });

  return {
    add: addAll(0),
    addGone: addAll(1),
    mark: async () => tally.last(),
    next: async (module, phase, mark, limit, tables) => next({ module, phase, mark, limit, tables }),
    setGone: (_module, ids, isGone) =>
      unlessNone(ids, (list) => {
        setGone.run(isGone ? 1 : 0, list);
      }),
    drop: (_module, ids) =>
      unlessNone(ids, (list) => {
        leave.run(list);
      }),
    takeBack: async (module, tables, stillHere = async () => new Map()) => {
      for (;;) {
        const waiting = next({ module, phase: "tombstones", mark: tally.last(), limit: PAGE, tables });
        if (waiting.length === 0) return;
        const here = await stillHere(waiting);
        const gone = waiting.filter(({ id }) => !here.has(id));
        if (here.size > 0) await write(() => spare(tally, here));
        await unlessNone(
          gone.map(({ id }) => id),
          (list) => {
            unsay.run(list);
            untake.run(list);
            leave.run(list);
          },
        );
      }
    },
    postpone: (_module, ids) =>
      unlessNone(ids, (list) => {
        const waiting = entries.get(list)?.entries ?? null;
        leave.run(list);
        comeAnew.run({ entries: waiting as Uint8Array, at: null });
      }),
  };
}
