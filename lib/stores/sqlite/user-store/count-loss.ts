import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { LossCounts, LossKind } from "#lib/domain/loss.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Quarantined } from "#lib/domain/quarantine.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { KINDS, kindsJson, nameOf, refusedJson, restOf, SUBJECTS } from "./loss-sql.ts";

export type LossOrder = {
  readonly module: ModuleName;
  readonly tables: readonly string[];
  readonly refused: readonly Pick<Quarantined, "table" | "key" | "since">[];
};

/** Counts what the partner is not known to have, every thing once, at one moment. */
export function lossCounter(
  db: DatabaseSync,
  pool: PoolFqdn,
  tables: readonly RowTable[],
): (order: LossOrder) => LossCounts {
  const all = `WITH ${KINDS}, ${SUBJECTS}, ${restOf(pool)}`;
  const waiting = "FROM pending p WHERE p.subject IN (SELECT id FROM own WHERE kind = :kind)";
  // Who owns several rows that wait is one: told apart by name. Read off the index alone, whose order is nearly that of the names.
  const owners = db.prepare(`
    ${all} SELECT count(*) AS n FROM (
      SELECT ${nameOf("p.key")} ${waiting} UNION SELECT ${nameOf("r.key")} FROM rest r WHERE kind = :kind)`);
  // Items wait once, so only the rest has to be told apart.
  const items = db.prepare(`
    ${all} SELECT (SELECT count(*) ${waiting}) + (
      SELECT count(*) FROM (SELECT DISTINCT tbl, key FROM rest WHERE kind = :kind) r WHERE NOT EXISTS (
        SELECT 1 FROM pending p WHERE p.key = r.key AND p.subject = (SELECT id FROM own o WHERE o.tbl = r.tbl))) AS n`);
  const present = db.prepare(`
    WITH ${KINDS} SELECT kind FROM kinds WHERE tbl IN (SELECT tbl FROM subjects WHERE module = :module)
      OR tbl IN (SELECT value FROM json_each(:tables)) OR tbl IN (SELECT value ->> 0 FROM json_each(:refused))`);
  const kinds = kindsJson(tables);
  return ({ module, tables: own, refused }) => {
    const asked = { module, kinds, tables: JSON.stringify(own), refused: refusedJson(refused) };
    db.exec("BEGIN");
    try {
      const found = new Set(present.all(asked).map(({ kind }) => String(kind)));
      const count = (kind: LossKind, statement: typeof items) =>
        found.has(kind) ? Number(statement.get({ ...asked, kind })?.n) : 0;
      return {
        users: count("users", owners),
        conferences: count("conferences", owners),
        files: count("files", items),
        documents: count("documents", items),
        others: count("others", items),
      };
    } finally {
      db.exec("COMMIT");
    }
  };
}
