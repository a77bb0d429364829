import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { RowTable } from "#lib/domain/row-table.ts";
import { LOSS_REASONS, type LossPage, type LossQuestion } from "#lib/ports/loss-list.ts";
import { checkIdentity, lost, type UserStoreIdentity } from "./connect.ts";
import { KINDS, kindsJson, refusedJson, restOf, SUBJECTS } from "./loss-sql.ts";

export type LossPageOrder = {
  readonly path: string;
  readonly identity: Pick<UserStoreIdentity, "pool" | "storeId">;
  /** Of all modules, and of the one that is asked about. */
  readonly tables: readonly RowTable[];
  readonly own: readonly string[];
  readonly question: LossQuestion;
};

/** Where an entry stands: the key in hex, for it may be bytes that are no text. */
type Place = readonly [since: string, table: string, key: string];

/** One page of what would be lost with a pool. Goes through all of it: with a million entries that takes a second or two. */
export function lossPage({ path, identity, tables, own, question }: LossPageOrder): LossPage {
  if (!existsSync(path)) throw lost(path, `The user database of ${identity.pool} is gone.`);
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    checkIdentity(db, path, identity.storeId);
    const { module, refused, newestFirst, limit } = question;
    const [since = null, table = null, key = null] = placeOf(question.after) ?? [];
    const rows = db.prepare(pageSql(identity.pool, newestFirst)).all({
      module,
      kinds: kindsJson(tables),
      tables: JSON.stringify(own),
      refused: refusedJson(refused),
      since,
      table,
      key: key === null ? null : Buffer.from(key, "hex"),
      limit: limit + 1,
    });
    const entries = rows.slice(0, limit).map((row) => ({
      table: String(row.tbl),
      key: textOf(row.key),
      since: Date.parse(String(row.since)),
      why: LOSS_REASONS[Number(row.place)] ?? "pending",
      isDeletion: row.gone === 1,
      mark: markOf(row),
    }));
    return { entries, hasMore: rows.length > limit };
  } finally {
    db.close();
  }
}

/** What an item is by now says what waits of it, before what flies. */
const pageSql = (pool: string, newestFirst: boolean) => `
  WITH ${KINDS}, ${SUBJECTS}, ${restOf(pool)},
  waits AS (
    SELECT o.tbl, p.key, p.first_at AS at, p.gone, iif(p.held, 1, 3) AS place, 2 AS age
    FROM own o CROSS JOIN pending p ON p.subject = o.id
    UNION ALL SELECT tbl, key, at, gone, place, iif(place = 3, 3, 0) FROM rest),
  items AS (
    SELECT tbl, key, min(at) AS since, max(age * 2 + gone) % 2 AS gone, min(place) AS place FROM waits GROUP BY tbl, key)
  SELECT tbl, CAST(key AS BLOB) AS key, since, gone, place FROM items
  WHERE :since IS NULL OR (since, tbl, key) ${newestFirst ? "<" : ">"} (:since, :table, CAST(:key AS TEXT))
  ORDER BY ${["since", "tbl", "items.key"].map((column) => `${column} ${newestFirst ? "DESC" : "ASC"}`).join(", ")}
  LIMIT :limit`;

function textOf(key: unknown): string {
  return key instanceof Uint8Array ? Buffer.from(key).toString("utf8") : String(key);
}

function markOf(row: Record<string, unknown>): string {
  const key = row.key instanceof Uint8Array ? Buffer.from(row.key).toString("hex") : "";
  const place: Place = [String(row.since), String(row.tbl), key];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Null for a text that `markOf` did not write. */
function placeOf(after: string | null): Place | null {
  if (after === null) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(after, "base64url").toString());
    if (!Array.isArray(place) || place.length !== 3) return null;
    const [since, table, key] = place.map(String);
    return [since ?? "", table ?? "", key ?? ""];
  } catch {
    return null;
  }
}
