import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foundReceipt, type ReturnReceipt, sumOfReceipts } from "#lib/domain/return-receipt.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { RowPools } from "#lib/testkit/row-pools.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";

/* Random tables here and there, and clients that write while the two are compared and what is missing travels. */

const folder = tempFolder();
const nothing = () => {};
const at = Date.UTC(2026, 10, 21, 12);

async function withPools(body: (pools: RowPools) => Promise<void>): Promise<void> {
  const pools = new RowPools(mkdtempSync(join(folder(), "pools-")));
  try {
    await body(pools);
  } finally {
    pools.close();
  }
}

/** Few keys, so that both sides often have the same one; few contents, so that they often are the same. */
const key = fc.constantFrom("", "a", "b", "B", "é", "a b", '"', "\\", "[1]", "z\n", "\u0000", "%41");
const name = fc.constantFrom("A", "B", null);
type Row = { readonly table: "users" | "contact_groups"; readonly key: string; readonly name: string | null };
const row: fc.Arbitrary<Row> = fc.record({ table: fc.constantFrom("users", "contact_groups"), key, name });
const some = fc.uniqueArray(row, { selector: (one) => `${one.table} ${one.key}`, maxLength: 16 });

const PUT = {
  users: "insert or replace into users (sip_uri, display_name, home_pool) values ('sip:' || ?, ?, ?)",
  contact_groups:
    "insert or replace into contact_groups (sip_uri, group_id, name, home_pool) values ('s', 'g' || ?, ?, ?)",
};
const DROP = {
  users: "delete from users where sip_uri = 'sip:' || ? and home_pool = ?",
  contact_groups: "delete from contact_groups where group_id = 'g' || ? and home_pool = ?",
};
const lay = (pools: RowPools, pool: typeof POOL_1, home: typeof POOL_1, rows: readonly Row[]) => {
  for (const one of rows) pools.runUnseen(pool, PUT[one.table], one.key, one.name, home);
};

/** What a client does at its pool between two steps of the engine; never refused, or the test fails. */
type Act = Row & { readonly isGone: boolean };
const acts: fc.Arbitrary<Act[]> = fc.array(
  row.chain((one) => fc.boolean().map((isGone) => ({ ...one, isGone }))),
  { maxLength: 12 },
);

const nameOf = ({ table, key }: Act) =>
  `${table} ${JSON.stringify(table === "users" ? [`sip:${key}`] : ["s", `g${key}`])}`;

/** Takes the next of a client's acts each time that the engine says that it goes on. */
function clientOf(pools: RowPools, pool: typeof POOL_1, todo: readonly Act[]) {
  const left = [...todo];
  const touched = new Set<string>();
  const step = () => {
    const act = left.shift();
    const partner = pool === POOL_1 ? POOL_2 : POOL_1;
    if (!act || nameOf(act) in pools.rows(pool, partner)) return; // the fence keeps a client off the partner's rows
    if (act.isGone && !(nameOf(act) in pools.rows(pool, pool))) return;
    touched.add(nameOf(act));
    if (act.isGone) pools.run(pool, DROP[act.table], act.key, pool);
    else pools.run(pool, PUT[act.table], act.key, act.name, pool);
  };
  const finish = () => {
    while (left.length > 0) step();
  };
  return { step, touched, finish };
}

test("whatever a standby holds, after a push and what it sent both sides hold the same, also while clients write", async () => {
  await fc.assert(
    fc.asyncProperty(some, some, some, fc.oneof(fc.constant([]), acts), (own, there, theirOwn, todo) =>
      withPools(async (pools) => {
        lay(pools, POOL_1, POOL_1, own);
        lay(pools, POOL_2, POOL_1, there);
        const free = theirOwn.filter((one) => ![...own, ...there, ...todo].some((other) => other.key === one.key));
        lay(pools, POOL_2, POOL_2, free);
        const [mine, standby] = [pools.rows(POOL_1, POOL_1), pools.rows(POOL_2, POOL_1)];
        const client = clientOf(pools, POOL_1, todo);
        const inventory = pools.module.inventorySide(POOL_2).take(POOL_1, nothing);
        const compared = await pools.module.inventorySide(POOL_1).push(inventory, at, client.step);
        if (todo.length === 0) {
          const names = Object.keys(mine);
          const identical = names.filter((one) => mine[one] === standby[one]).length;
          const missing = names.filter((one) => standby[one] === undefined).length;
          const extra = Object.keys(standby).filter((one) => mine[one] === undefined).length;
          expect(compared).toMatchObject({ identical, missing, extra, different: names.length - identical - missing });
        }
        client.finish();
        await pools.look(POOL_1);
        await pools.carry(POOL_1);
        expect(pools.rows(POOL_2, POOL_1)).toEqual(pools.rows(POOL_1, POOL_1));
        expect(Object.keys(pools.rows(POOL_2, POOL_2))).toHaveLength(free.length);
      }),
    ),
    { numRuns: 30 },
  );
});

/** What the giver found and what the receiver counted, together; every standby row is in exactly one case. */
const sumOf = (receipt: ReturnReceipt) =>
  receipt.placed + receipt.identical + receipt.different + receipt.deletedByOwner + receipt.inFlight + receipt.refused;

test("whatever was lost comes back, nothing that stands is overwritten, and each row is in exactly one case, also while clients write", async () => {
  await fc.assert(
    fc.asyncProperty(some, some, acts, async (standby, left, todo) =>
      withPools(async (pools) => {
        lay(pools, POOL_1, POOL_2, standby);
        lay(pools, POOL_2, POOL_2, left);
        const held = pools.rows(POOL_1, POOL_2);
        const before = pools.rows(POOL_2, POOL_2);
        const client = clientOf(pools, POOL_2, todo);
        const theirs = pools.module.inventorySide(POOL_2).take(POOL_2, client.step);
        const given = await pools.module.inventorySide(POOL_1).giveBack(POOL_2, theirs, at, client.step);
        await pools.carry(POOL_1, client.step);
        const told = await pools.storeOf(POOL_2).book.receipt(PRESENCE, POOL_1);
        const found = foundReceipt("request 1", given, null);
        const receipt = told === null ? found : sumOfReceipts(found, told);
        expect(sumOf(receipt)).toBe(Object.keys(held).length);
        expect(receipt.leftAlone).toHaveLength(sumOf(receipt) - receipt.placed - receipt.identical);
        const after = pools.rows(POOL_2, POOL_2);
        for (const name of new Set([...Object.keys(held), ...Object.keys(before)])) {
          if (client.touched.has(name)) continue;
          expect([name, after[name]]).toEqual([name, before[name] ?? held[name]]);
        }
      }),
    ),
    { numRuns: 30 },
  );
});

test("a client's writes during a restore stand as it left them", async () => {
  await fc.assert(
    fc.asyncProperty(some, acts, (standby, todo) =>
      withPools(async (pools) => {
        lay(pools, POOL_1, POOL_2, standby);
        const theirs = pools.module.inventorySide(POOL_2).take(POOL_2, nothing);
        await pools.module.inventorySide(POOL_1).giveBack(POOL_2, theirs, at, nothing);
        const twice = todo.flatMap((act) => (act.isGone ? [{ ...act, isGone: false }, act] : [act]));
        const client = clientOf(pools, POOL_2, twice);
        client.finish(); // all of it after the inventory, and before anything comes back
        const written = pools.rows(POOL_2, POOL_2);
        await pools.carry(POOL_1);
        const after = pools.rows(POOL_2, POOL_2);
        for (const name of client.touched) expect([name, after[name]]).toEqual([name, written[name]]);
      }),
    ),
    { numRuns: 15 },
  );
});

test("a death in the middle of a package counts nothing twice, and loses nothing", async () => {
  await withPools(async (pools) => {
    const wide = "w".repeat(400_000);
    const rows = Array.from({ length: 20 }, (_, i): Row => ({ table: "users", key: `${i}`, name: wide }));
    lay(pools, POOL_1, POOL_2, rows);
    lay(pools, POOL_2, POOL_2, rows.slice(0, 3));
    lay(pools, POOL_2, POOL_2, [{ table: "users", key: "19", name: "Mine" }]);
    const theirs = (async function* () {})(); // an inventory of before the rows that stand there
    await pools.module.inventorySide(POOL_1).giveBack(POOL_2, theirs, at, nothing);
    const carried = await pools.pack(POOL_1, "images");
    if (!carried) throw new Error("nothing was packed");
    for (const dies of [1, 2, 3]) {
      let steps = 0;
      const step = () => {
        steps += 1;
        if (steps === dies) throw new Error("the engine died");
      };
      await expect(pools.deliver(POOL_2, carried, step)).rejects.toThrow("died");
    }
    await pools.deliver(POOL_2, carried);
    expect(await pools.storeOf(POOL_2).book.receipt(PRESENCE, POOL_1)).toMatchObject({
      placed: 16,
      identical: 3,
      different: 1,
    });
    expect(Object.keys(pools.rows(POOL_2, POOL_2))).toHaveLength(20);
  });
});

test("a package that gives back without saying for which request, or another's rows, is damaged", async () => {
  await withPools(async (pools) => {
    lay(pools, POOL_1, POOL_2, [{ table: "users", key: "a", name: "A" }]);
    const theirs = (async function* () {})();
    await pools.module.inventorySide(POOL_1).giveBack(POOL_2, theirs, at, nothing);
    const carried = await pools.pack(POOL_1, "images");
    if (!carried) throw new Error("nothing was packed");
    const { manifest } = carried.received;
    const request = { id: "request 1", source: "home", closes: false } as const;
    for (const odd of [{ request: null }, { request }, { dataSet: POOL_1 }]) {
      const received = { ...carried.received, manifest: { ...manifest, ...odd } };
      const applied = pools.module
        .importSide(POOL_2)
        .applyReturned(received, { applied: null, working: null }, nothing);
      await expect(applied).rejects.toMatchObject({ code: "package-damaged" });
    }
    expect(pools.rows(POOL_2, POOL_2)).toEqual({});
  });
});
