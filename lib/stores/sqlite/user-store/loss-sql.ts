import { CMS_DOCUMENTS } from "#lib/domain/cms-document.ts";
import { CONTENT } from "#lib/domain/content.ts";
import type { LossKind } from "#lib/domain/loss.ts";
import type { RowTable } from "#lib/domain/row-table.ts";

/*
 * SQL over everything of one lane that the partner is not known to have. An item may be in several places: changed again
 * while it flies, refused and waiting for its next try.
 */

/** The kind of each table's items, as JSON: parameter :kinds. What goes back to the partner is in no table of these, and canaries are nobody's. */
export function kindsJson(tables: readonly RowTable[]): string {
  const kinds: Record<string, LossKind> = { [CONTENT]: "files", [CMS_DOCUMENTS]: "documents" };
  for (const { name, of, isCanary } of tables) {
    if (!isCanary) kinds[name] = of === undefined ? "others" : `${of}s`;
  }
  return JSON.stringify(kinds);
}

/** What the partner refused and named, as JSON: parameter :refused. */
export function refusedJson(named: readonly { table: string; key: string; since: string }[]): string {
  return JSON.stringify(named.map(({ table, key, since }) => [table, key, since]));
}

export const KINDS = "kinds AS MATERIALIZED (SELECT key AS tbl, value AS kind FROM json_each(:kinds))";

/** The subjects of :module with their kinds. */
export const SUBJECTS = `
  own AS MATERIALIZED (SELECT s.id, s.tbl, k.kind FROM subjects s JOIN kinds k USING (tbl) WHERE s.module = :module)`;

/** What is not pending, beside what is: `rest (kind, tbl, key, at, gone, place)`. `place`: 0 refused, 2 in flight, 3 not taken yet. */
export const restOf = (pool: string) => `
  rest AS (
    SELECT o.kind, o.tbl, e.value ->> 1 AS key, e.value ->> 2 AS at, e.value ->> 3 AS gone, 2 AS place
    FROM flights f CROSS JOIN json_each(f.entries) e CROSS JOIN own o ON o.id = e.value ->> 0 WHERE f.module = :module
    UNION ALL
    SELECT k.kind, tbl, key, at, 0, 3 FROM changes JOIN kinds k USING (tbl)
    WHERE home_pool = '${pool}' AND tbl IN (SELECT value FROM json_each(:tables))
    UNION ALL
    SELECT k.kind, r.value ->> 0, r.value ->> 1, r.value ->> 2, 0, 0
    FROM json_each(:refused) r JOIN kinds k ON k.tbl = r.value ->> 0)`;

/** Whose or which a row is: the first part of its key. A key may be bytes that are no JSON. */
export const nameOf = (key: string) => `CASE WHEN json_valid(${key}) THEN ${key} ->> 0 ELSE ${key} END`;
