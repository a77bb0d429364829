import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import { NOW } from "./triggers.ts";

/** Opens and remembers what the partner hands over. Keys and images are bytes of JSON. */
export class HandoverDesk {
  readonly #open: StatementSync;
  readonly #known: StatementSync;
  readonly #remember: StatementSync;
  readonly #change: StatementSync;

  constructor(db: DatabaseSync) {
    this.#open = db.prepare(`
      SELECT value ->> 0 AS first_at, CAST(value -> 1 AS BLOB) AS image FROM (SELECT CAST(:line AS TEXT) AS value)
      WHERE json_array_length(value) = 2 AND json_type(value, '$[0]') = 'text' AND json_type(value, '$[1]') = 'array'`);
    this.#known = db.prepare(`
      SELECT 1 AS yes FROM handovers WHERE module = ? AND tbl = ? AND key = CAST(? AS TEXT) AND first_at = ?`);
    this.#remember = db.prepare(`
      INSERT INTO handovers (module, tbl, key, first_at) VALUES (?, ?, CAST(? AS TEXT), ?)
      ON CONFLICT (module, tbl, key) DO UPDATE SET first_at = excluded.first_at`);
    this.#change = db.prepare(`INSERT INTO changes (tbl, key, home_pool, at) VALUES (?, CAST(? AS TEXT), ?, ${NOW})`);
  }

  /** The first time of the move, and the row's image. */
  open(table: string, line: Uint8Array): { readonly firstAt: string; readonly image: Uint8Array } {
    const opened = this.#open.get({ line });
    if (typeof opened?.first_at === "string" && opened.image instanceof Uint8Array) {
      return { firstAt: opened.first_at, image: opened.image };
    }
    throw new Fault("package-damaged", `A row of ${table} that is handed over is no such line.`, table);
  }

  /** The same handover came before: what became of the row since is this pool's own affair. */
  isRepeated(module: string, table: string, key: Uint8Array, firstAt: string): boolean {
    return this.#known.get(module, table, key, firstAt) !== undefined;
  }

  remember(module: string, table: string, key: Uint8Array, firstAt: string): void {
    this.#remember.run(module, table, key, firstAt);
  }

  /** The triggers are silent during an import, but this row is this pool's own from now on. */
  recordChange(table: string, key: Uint8Array, pool: string): void {
    this.#change.run(table, key, pool);
  }
}
