import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type PackageRef, packageName } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ItemWaits } from "#lib/ports/item-finder.ts";
import { LOSS_REASONS } from "#lib/ports/loss-list.ts";

/** Keys of these tables from one text to another, both in bytes and both meant. */
export type KeyRange = { readonly tables: readonly string[]; readonly from: Uint8Array; readonly to: Uint8Array };

/** The keys of all rows of one owner: its name is their first part. */
export function keysOf(db: DatabaseSync, tables: readonly string[], name: Uint8Array): KeyRange {
  const whole = db.prepare("SELECT CAST(json_array(CAST(? AS TEXT)) AS BLOB) AS key").get(name)?.key;
  const from = Buffer.from(whole instanceof Uint8Array ? whole : []).subarray(0, -1);
  return { tables, from, to: Buffer.concat([from, AFTER_KEY]) }; // goes on with "," or "]"
}

/** The character after "]". */
const AFTER_KEY = Buffer.from("^");

export type WaitsAsked = KeyRange & {
  readonly pool: PoolFqdn;
  readonly module: ModuleName;
  readonly refused: readonly { readonly table: string; readonly key: string; readonly since: string }[];
};

/** What of these items the partner is not known to have: the worst place that any is in, since the oldest change of all. */
export function itemWaits(db: DatabaseSync, { pool, module, tables, from, to, refused }: WaitsAsked): ItemWaits | null {
  const [first, last] = [Buffer.from(from).toString("utf8"), Buffer.from(to).toString("utf8")];
  const isMeant = ({ table, key }: { table: string; key: string }) =>
    tables.includes(table) && key >= first && key <= last;
  const waits = [
    ...db
      .prepare(WAITS)
      .all({ pool, module, tables: JSON.stringify(tables), from, to })
      .map(waitOf),
    ...refused.filter(isMeant).map(({ since }) => ({ at: since, place: 0, packageName: null })),
  ];
  const [worst] = waits.toSorted((a, b) => a.place - b.place);
  if (worst === undefined) return null;
  const [oldest = worst.at] = waits.map(({ at }) => at).sort();
  return { since: Date.parse(oldest), why: LOSS_REASONS[worst.place] ?? "pending", packageName: worst.packageName };
}

function waitOf({ at, place, name }: Record<string, unknown>) {
  return { at: String(at), place: Number(place), packageName: typeof name === "string" ? name : null };
}

/** A flight's entries are read only where its text has the key's beginning: a million of them are soon gone through so. */
const WAITS = `
  WITH range AS (SELECT CAST(:from AS TEXT) AS first, CAST(:to AS TEXT) AS last),
  own AS (
    SELECT id FROM subjects WHERE module = :module AND tbl IN (SELECT value FROM json_each(:tables)))
  SELECT p.first_at AS at, iif(p.held, 1, 3) AS place, NULL AS name FROM own o CROSS JOIN range r CROSS JOIN pending p
  WHERE p.subject = o.id AND p.key BETWEEN r.first AND r.last
  UNION ALL
  SELECT e.value ->> 2, 2, f.epoch || '-' || f.seq FROM range r CROSS JOIN flights f CROSS JOIN json_each(f.entries) e
  WHERE f.module = :module AND instr(f.entries, substr(json_quote(r.first), 1, length(json_quote(r.first)) - 1)) > 0
    AND e.value ->> 0 IN (SELECT id FROM own) AND e.value ->> 1 BETWEEN r.first AND r.last
  UNION ALL
  SELECT c.at, 3, NULL FROM range r CROSS JOIN changes c
  WHERE c.home_pool = :pool AND c.tbl IN (SELECT value FROM json_each(:tables)) AND c.key BETWEEN r.first AND r.last`;

/** The last package that the partner acknowledged, by name; null before any. */
export function lastAckedPackage(db: DatabaseSync, module: ModuleName): string | null {
  const text = db.prepare("SELECT last_acked FROM export_lanes WHERE module = ?").get(module)?.last_acked;
  return typeof text === "string" ? packageName(JSON.parse(text) as PackageRef) : null;
}
