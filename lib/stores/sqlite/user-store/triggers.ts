import { keyNames, type RowTable } from "#lib/domain/row-table.ts";

/*
 * Capture and fence (DESIGN 4). The client's SQLite runs these texts: nothing in them is newer than 3.37, and all they
 * do beside refusing is to append. REPLACE fires no delete trigger, so what an insert or a key change is about to push
 * out is logged before it happens.
 */

/** SQL for the present moment, as `changes` keeps it. */
export const NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
const NOT_IMPORTING = "WHEN NOT EXISTS (SELECT 1 FROM importing)";

/** The triggers of one table by name, each as the text that sqlite_master keeps. */
export function captureTriggers(table: RowTable): ReadonlyMap<string, string> {
  const t = table.name;
  const keys = keyNames(table);
  const normal = (row: string) => `lower(rtrim(${row}.home_pool, '.'))`;
  const isServed = (row: string) =>
    `EXISTS (SELECT 1 FROM served s WHERE s.home_pool = ${normal(row)} AND s.writable = 1)`;
  const isKeyOf = (a: string, b: string) => keys.map((k) => `${a}.${k} = ${b}.${k}`).join(" AND ");
  const key = (row: string) => `json_array(${keys.map((k) => `${row}.${k}`).join(", ")})`;
  const log = (row: string) =>
    `INSERT INTO changes (tbl, key, home_pool, at) VALUES ('${t}', ${key(row)}, ${normal(row)}, ${NOW});`;
  const logPushedOut = (condition: string) =>
    `INSERT INTO changes (tbl, key, home_pool, at) SELECT '${t}', ${key("o")}, ${normal("o")}, ${NOW} FROM ${t} o WHERE ${condition};`;
  const refuse = (sentence: string, condition: string) =>
    `SELECT RAISE(ABORT, '${t}: ${sentence}') WHERE ${condition};`;
  const normalise = `UPDATE ${t} SET home_pool = ${normal(t)} WHERE ${isKeyOf(t, "NEW")} AND home_pool <> ${normal(t)};`;
  const isPairs = (row: string) => `${normal(row)} IN (SELECT pool FROM store UNION ALL SELECT partner FROM store)`;
  const notServed = "this row belongs to a home pool that this pool does not serve; write it on its home pool.";
  const wrongOwner = "home_pool must be the FQDN of a pool that this pool serves.";
  const wrongMove = "home_pool can only be moved to this pool or its backup pool.";

  const bodies: Record<string, { when: string; does: readonly string[] }> = {
    before_insert: {
      when: "BEFORE INSERT",
      does: [
        refuse(notServed, `EXISTS (SELECT 1 FROM ${t} o WHERE ${isKeyOf("o", "NEW")} AND NOT ${isServed("o")})`),
        refuse(wrongOwner, `NOT EXISTS (SELECT 1 FROM ${t} o WHERE ${isKeyOf("o", "NEW")}) AND NOT ${isServed("NEW")}`),
        refuse(wrongMove, `EXISTS (SELECT 1 FROM ${t} o WHERE ${isKeyOf("o", "NEW")}) AND NOT ${isPairs("NEW")}`),
        logPushedOut(isKeyOf("o", "NEW")),
      ],
    },
    after_insert: { when: "AFTER INSERT", does: [log("NEW"), normalise] },
    before_update: {
      when: "BEFORE UPDATE",
      does: [
        // The normalising update of a row that was just moved away is ours, and no other row is ever unnormalised.
        refuse(notServed, `NOT ${isServed("OLD")} AND OLD.home_pool = ${normal("OLD")}`),
        refuse(wrongMove, `${normal("NEW")} <> ${normal("OLD")} AND NOT ${isPairs("NEW")}`),
        refuse(
          notServed,
          `NOT (${isKeyOf("OLD", "NEW")}) AND EXISTS (SELECT 1 FROM ${t} o WHERE ${isKeyOf("o", "NEW")} AND NOT ${isServed("o")})`,
        ),
        logPushedOut(`${isKeyOf("o", "NEW")} AND NOT (${isKeyOf("OLD", "NEW")})`),
      ],
    },
    after_update: { when: "AFTER UPDATE", does: [log("OLD"), log("NEW"), normalise] },
    before_delete: { when: "BEFORE DELETE", does: [refuse(notServed, `NOT ${isServed("OLD")}`)] },
    after_delete: { when: "AFTER DELETE", does: [log("OLD")] },
  };
  return new Map(
    Object.entries(bodies).map(([name, { when, does }]) => [
      `capture_${t}_${name}`,
      `CREATE TRIGGER capture_${t}_${name} ${when} ON ${t} ${NOT_IMPORTING}\nBEGIN\n  ${does.join("\n  ")}\nEND`,
    ]),
  );
}
