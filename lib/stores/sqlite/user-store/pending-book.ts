import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { ADD_SUBJECTS, addEntries, ENTRIES_JSON, OWN_SUBJECTS } from "./pending-sql.ts";
import type { Write } from "./write-lock.ts";

type PendingBook = Pick<LaneBook, "add" | "addGone" | "mark" | "next" | "setGone" | "postpone" | "drop">;

/** What waits. */
export function pendingBook(db: DatabaseSync, write: Write): PendingBook {
  const addSubjects = db.prepare(ADD_SUBJECTS);
  const addOne = db.prepare(`
    INSERT INTO pending (subject, key, first_at, gone, bytes)
    VALUES ((SELECT id FROM subjects WHERE module = ? AND tbl = ?), ?, ?, ?, ?)
    ON CONFLICT (subject, key)
    DO UPDATE SET gone = excluded.gone, held = min(held, excluded.gone), bytes = excluded.bytes,
      first_at = min(first_at, excluded.first_at)`);
  const mark = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'pending'");
  // "+" keeps SQLite on the order of the numbers: it would rather sort what the other index finds.
  const next = db.prepare(`
    SELECT p.id, s.tbl, p.key, p.first_at FROM pending p CROSS JOIN subjects s ON s.id = p.subject
    WHERE p.gone = :gone AND p.held = 0 AND p.id <= :mark AND +p.subject IN ${OWN_SUBJECTS}
      AND (:tables IS NULL OR s.tbl IN (SELECT value FROM json_each(:tables)))
    ORDER BY p.id LIMIT :limit`);
  const inList = "id IN (SELECT value FROM json_each(?))";
  const setGone = db.prepare(`UPDATE pending SET gone = ?, held = 0 WHERE ${inList}`);
  const leave = db.prepare(`DELETE FROM pending WHERE ${inList}`);
  const entries = db.prepare(`
    SELECT CAST(${ENTRIES_JSON} AS BLOB) AS entries FROM json_each(?) i CROSS JOIN pending p ON p.id = i.value`);
  const comeAnew = db.prepare(addEntries("", "CAST(:entries AS TEXT)"));

  const addAll =
    (gone: 0 | 1): LaneBook["add"] =>
    (module, items, at) =>
      write(() => {
        addSubjects.run({ module, tables: JSON.stringify([...new Set(items.map((item) => item.table))]) });
        for (const { table, key, bytes } of items) addOne.run(module, table, key, isoInstant(at), gone, bytes);
      });

  const unlessNone = (ids: readonly number[], body: (list: string) => void): Promise<void> =>
    ids.length === 0 ? Promise.resolve() : write(() => body(JSON.stringify(ids)));

  return {
    add: addAll(0),
    addGone: addAll(1),
    mark: async () => Number(mark.get()?.seq ?? 0),
    next: async (module, phase, upTo, limit, tables) =>
      next
        .all({
          module,
          gone: phase === "tombstones" ? 1 : 0,
          mark: upTo,
          limit,
          tables: tables === undefined ? null : JSON.stringify(tables),
        })
        .map((row) => ({
          id: Number(row.id),
          table: String(row.tbl),
          key: String(row.key),
          firstAt: Date.parse(String(row.first_at)),
        })),
    setGone: (_module, ids, isGone) =>
      unlessNone(ids, (list) => {
        setGone.run(isGone ? 1 : 0, list);
      }),
    drop: (_module, ids) =>
      unlessNone(ids, (list) => {
        leave.run(list);
      }),
    postpone: (_module, ids) =>
      unlessNone(ids, (list) => {
        const waiting = entries.get(list)?.entries ?? null;
        leave.run(list);
        comeAnew.run({ entries: waiting as Uint8Array, at: null });
      }),
  };
}
