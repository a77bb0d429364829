import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { columnNames, keyNames, type RowTable } from "#lib/domain/row-table.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { HurriedClock } from "#lib/testkit/fake-clock.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { makeUserStore } from "./make-user-store.ts";
import { openUserStore } from "./user-store.ts";

/*
 * Random histories of what other programs write on both pools, copied in both directions. The twin is dumb: a map of what
 * SQL said about each row, which every pool must hold in the end, byte for byte.
 */

const folder = tempFolder();
const POOLS = [POOL_1, POOL_2] as const;
const partnerOf = (pool: PoolFqdn) => (pool === POOL_1 ? POOL_2 : POOL_1);

type Side = { readonly pool: PoolFqdn; readonly store: UserStore; readonly client: DatabaseSync };

let world = 0;
function openSide(pool: PoolFqdn): Side {
  const path = join(folder(), `${world}-${pool}.db`);
  const identity = { pool, partner: partnerOf(pool), storeId: pool, storeEpoch: 1 };
  const made = join(folder(), `${pool}.db`); // made once: a copy costs less
  if (!existsSync(made)) makeUserStore(made, identity, POOLS, presenceFocusTables);
  copyFileSync(made, path);
  const store = openUserStore(path, identity, new HurriedClock(), presenceFocusTables);
  return { pool, store, client: new DatabaseSync(path, { timeout: 5000 }) };
}

const text = fc.oneof(
  fc.constantFrom("a", "b", "A", "", "é", "e\u0301", "\u0000", '"', "\\", "\n", "😀", "%", "[1]", "null"),
  fc.string({ unit: "grapheme", maxLength: 5 }),
);
const key = fc.oneof({ weight: 8, arbitrary: fc.constantFrom("k1", "k2") }, fc.constantFrom('"', "é\n", "a\u0000b"));
const verb = fc.constantFrom("insert", "replace", "upsert", "update", "delete", "rekey", "move", "delete all");
const act = fc.record({
  side: fc.nat(1),
  verb,
  keys: fc.array(key, { minLength: 3, maxLength: 3 }),
  other: fc.array(key, { minLength: 3, maxLength: 3 }),
  value: fc.option(text, { nil: null }),
  number: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
});
const sync = fc.record({ sync: fc.nat(1), isLost: fc.boolean() });
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** One statement of another program; what the fence refuses has no effect. */
function write({ client, pool }: Side, table: RowTable, { verb, keys, other, value, number }: Act): void {
  const names = keyNames(table);
  const values = table.columns.map((column, i) => {
    if (column.isKey) return keys[i] ?? "k1";
    if (column.rule === "0 or 1") return Number(number & 1n);
    return column.rule === "JSON"
      ? JSON.stringify({ value, n: `${number}` }).replace(`"${number}"`, `${number}`)
      : value;
  });
  const all = `(${columnNames(table).join(", ")}) values (${columnNames(table)
    .map(() => "?")
    .join(", ")})`;
  const isKey = names.map((name) => `${name} = ?`).join(" and ");
  const mine = names.map((_, i) => keys[i] ?? "k1");
  const theirs = names.map((_, i) => other[i] ?? "k1");
  const setKeys = names.map((name) => `${name} = ?`).join(", ");
  const statements: Record<Act["verb"], [string, ...(string | number | null)[]]> = {
    insert: [`insert into ${table.name} ${all}`, ...values, pool],
    replace: [`replace into ${table.name} ${all}`, ...values, pool],
    upsert: [
      `insert into ${table.name} ${all} on conflict do update set home_pool = excluded.home_pool`,
      ...values,
      pool,
    ],
    update: [`update ${table.name} set home_pool = upper(home_pool) where ${isKey}`, ...mine],
    delete: [`delete from ${table.name} where ${isKey}`, ...mine],
    "delete all": [`delete from ${table.name} where home_pool = ?`, pool],
    rekey: [`update or replace ${table.name} set ${setKeys} where ${isKey}`, ...theirs, ...mine],
    move: [`update ${table.name} set home_pool = ? where ${isKey} and home_pool = ?`, partnerOf(pool), ...mine, pool],
  };
  const [sql, ...bound] = statements[verb];
  try {
    client.prepare(sql).run(...bound);
  } catch (refused) {
    if (!/constraint|does not serve|home_pool/.test(String(refused))) throw refused;
  }
}

const histories = fc.array(fc.oneof({ weight: 3, arbitrary: act }, sync), { minLength: 5, maxLength: 40 });

let epoch = 0;
/** Everything that waits goes over as one package a table and phase; a lost one comes back and goes again. */
async function copy(from: Side, to: Side, isLost: boolean): Promise<void> {
  await from.store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
  for (const phase of ["images", "tombstones"] as const) {
    for (const table of presenceFocusTables) await copyTable(from, to, table, phase, isLost);
  }
}

async function copyTable(from: Side, to: Side, table: RowTable, phase: Phase, isLost: boolean): Promise<void> {
  const { book, rows } = from.store;
  const ids = (await rows.waiting(PRESENCE, phase, await book.mark(), 1000, [table])).flatMap((run) => run.ids);
  const read = await rows.read(table, phase, ids);
  await book.setGone(PRESENCE, read.gone, true);
  await book.setGone(PRESENCE, read.back, false);
  const sent = read.lots.flatMap((lot) => lot.ids);
  if (sent.length === 0) return;
  const flight = { epoch: nextEpoch(epoch++), seq: 1, hash: "-" as ManifestHash, items: sent.length, bytes: 1 };
  await book.launch(PRESENCE, flight, sent, [], 0);
  const before = dump(to, to.pool);
  await to.store.rows.apply(from.pool, read.lots, {
    module: PRESENCE,
    from: from.pool,
    position: { applied: null, working: { epoch: flight.epoch, seq: 1, hash: flight.hash, batchesDone: 1 } },
  });
  const after = new Set(dump(to, to.pool));
  expect(before.filter((line) => !after.has(line))).toEqual([]); // an import takes nothing of the importer's own away
  if (!isLost) return book.clear(PRESENCE, [flight]); // else applied and never acked: all of it goes once more
  await book.returnFlights(PRESENCE);
}

/** Every row with its bytes in hex, or those of one owner. */
function dump({ client }: Side, owner: string | null = null): string[] {
  return presenceFocusTables.flatMap((table) => {
    const hex = columnNames(table).map((name) => `coalesce(typeof(${name}) || hex(${name}), '-')`);
    const sql = `select ${hex.join(" || ' ' || ")} as line from ${table.name}
      where ?1 is null or home_pool = ?1 order by line`;
    return client
      .prepare(sql)
      .all(owner)
      .map((row) => `${table.name} ${row.line}`);
  });
}

test("whatever is written where, both pools hold the same rows in the end, but what two owners claim", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...presenceFocusTables), histories, async (table, steps) => {
      world += 1;
      const sides = [openSide(POOL_1), openSide(POOL_2)] as const;
      for (const step of steps) {
        if ("verb" in step) write(sides[step.side as 0 | 1], table, step);
        else await copy(sides[step.sync as 0 | 1], sides[(1 - step.sync) as 0 | 1], step.isLost);
      }
      for (let round = 0; round < 4; round++) {
        await copy(sides[0], sides[1], false);
        await copy(sides[1], sides[0], false);
      }
      const [left, right] = sides.map((side) => dump(side));
      const claimed = await Promise.all(
        sides.map((side) => side.store.book.quarantine(PRESENCE, partnerOf(side.pool))),
      );
      const waiting = await Promise.all(
        sides.map(({ store }) =>
          store.book.facts(
            PRESENCE,
            presenceFocusTables.map((table) => table.name),
            1e9,
          ),
        ),
      );
      for (const { client, store } of sides) {
        client.close();
        store.close();
      }
      expect(waiting).toMatchObject([
        { pendingItems: 0, inFlightItems: 0 },
        { pendingItems: 0, inFlightItems: 0 },
      ]);
      if (claimed.every((one) => one.items === 0)) expect(left).toEqual(right);
    }),
    { numRuns: 60 },
  );
});
