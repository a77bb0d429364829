import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";

/**
 * Which items were acknowledged while two sides are compared: they flew, and the flight is forgotten when it has landed. Kept in a
 * table that only this connection sees and that goes with it.
 */
export class FlightWatch {
  readonly #db: DatabaseSync;
  /** Of each module that is watched. */
  readonly #names = new Map<string, string>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  begin(module: ModuleName): string {
    this.#db.exec(`
      CREATE TEMP TABLE IF NOT EXISTS landed (
        subject INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (subject, key)
      ) STRICT, WITHOUT ROWID;`);
    this.end(module);
    const name = randomUUID();
    this.#names.set(module, name);
    return name;
  }

  end(module: ModuleName): void {
    if (!this.#names.delete(module)) return;
    this.#db.prepare("DELETE FROM temp.landed WHERE subject IN (SELECT id FROM subjects WHERE module = ?)").run(module);
  }

  /** To be called in the transaction that forgets the flight, before it does. */
  landing(module: ModuleName, epoch: number, seq: number): void {
    if (!this.#names.has(module)) return;
    this.#db
      .prepare(`
        INSERT OR IGNORE INTO temp.landed (subject, key)
        SELECT e.value ->> 0, e.value ->> 1 FROM flights f, json_each(f.entries) e
        WHERE f.module = ? AND f.epoch = ? AND f.seq = ?`)
      .run(module, epoch, seq);
  }

  /** One statement, so one moment: an item that goes from one place to the next is in either. */
  unsettled(
    module: ModuleName,
    name: string,
    table: string,
    keys: readonly string[],
  ): ReadonlyMap<string, "changing" | "held"> | null {
    if (this.#names.get(module) !== name) return null;
    const found = new Map<string, "changing" | "held">();
    const rows = this.#db
      .prepare(UNSETTLED)
      .all({ module, table, keys: JSON.stringify(keys) })
      .map(({ key, held }) => ({ key: String(key), is: held === 1 ? ("held" as const) : ("changing" as const) }));
    for (const { key, is } of rows) if (is === "held" || !found.has(key)) found.set(key, is);
    return found;
  }
}

const UNSETTLED = `
  WITH asked AS MATERIALIZED (SELECT value AS key FROM json_each(:keys)),
  own AS MATERIALIZED (SELECT id FROM subjects WHERE module = :module AND tbl = :table)
  SELECT a.key, p.held FROM own o CROSS JOIN asked a CROSS JOIN pending p ON p.subject = o.id AND p.key = a.key
  UNION ALL
  SELECT a.key, 0 FROM own o CROSS JOIN asked a CROSS JOIN temp.landed l ON l.subject = o.id AND l.key = a.key
  UNION ALL
  SELECT e.value ->> 1, 0 FROM own o CROSS JOIN flights f CROSS JOIN json_each(f.entries) e
  WHERE f.module = :module AND e.value ->> 0 = o.id AND e.value ->> 1 IN (SELECT key FROM asked)
  UNION ALL
  SELECT c.key, 0 FROM changes c WHERE c.tbl = :table AND c.key IN (SELECT key FROM asked)`;
