import { setImmediate as turn } from "node:timers/promises";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Difference, ItemKey } from "#lib/domain/compare.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { InventoryItem, InventoryPages } from "#lib/domain/inventory.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { bookTable } from "#lib/domain/returned.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { InventorySide } from "#lib/ports/backup-module.ts";
import type { CompareDesk } from "#lib/ports/compare-desk.ts";
import type { RowStretch } from "#lib/ports/row-returns.ts";
import type { NewEntry, UserStore } from "#lib/ports/user-store.ts";
import { Comparing } from "./comparing.ts";
import { forgetReturns } from "./forget-returns.ts";
import { checkWhole } from "./restore-side.ts";

/** What is compared here. */
export type Here = { readonly module: ModuleName; readonly tables: readonly RowTable[]; readonly store: UserStore };

/** Compares the rows of `tables` in this pool's user database with what the partner tells of them (DESIGN L11). */
export function rowsInventory(module: ModuleName, tables: readonly RowTable[], store: UserStore): InventorySide {
  const here: Here = { module, tables, store };
  return {
    take: (home, getsOn, _reading, unnamed) => take(here, home, getsOn, unnamed),
    pick: (home, items) => pick(here, home, items),
    owned: (items) => owned(here, items),
    rangeForm: (signature) => signature,
    isSame: (mine, theirs) => mine === theirs,
    sendAgain: (items, at) => sendAgain(here, items, at),
    push: async (theirs, at, getsOn) => {
      await checkWhole(module, store);
      return onDesk(here, theirs, getsOn, async (desk) => {
        const comparing = new Comparing(here, desk, at);
        for await (const stretch of stretches(here, store.pool, getsOn)) await comparing.push(stretch);
        await checkWhole(module, store); // what is not there is gone, and was not taken away for a restore
        for (const left of desk.left()) {
          await comparing.addExtra(left);
          getsOn();
          await turn();
        }
        await store.check();
        return comparing.compared;
      });
    },
    checkGivable: (home) => checkGivable(here, home),
    takeAsWhole: async (home) => {
      await store.check();
      await store.book.setRestoring(module, home, null);
      return true;
    },
    giveBack: async (home, theirs, at, getsOn) => {
      if (home !== store.partner) throw new TypeError(`nothing here is to be given back to ${home}`);
      await checkGivable(here, home);
      return onDesk(here, theirs, getsOn, async (desk) => {
        await forgetReturns(here, "standby"); // what an earlier comparison found is void
        const comparing = new Comparing(here, desk, at);
        for await (const stretch of stretches(here, home, getsOn)) await comparing.giveBack(stretch);
        for (const left of desk.left()) comparing.countExtra(left);
        await store.check();
        return { ...comparing.compared, leftAlone: comparing.leftAlone };
      });
    },
    giveBackTrash: async (home, items, at) => {
      const found = await store.rows.trashed(module, home, tables, items);
      const entries = found.map(({ table, key }) => ({ table: bookTable("trash", table), key, bytes: null }));
      if (entries.length > 0) await store.book.add(module, entries, at);
      return found.length;
    },
    forgetReturns: () => forgetReturns(here, "standby", "trash"),
  };
}

async function checkGivable({ module, store }: Here, home: PoolFqdn): Promise<void> {
  await store.check();
  if ((await store.book.restoring(module, home)) === null) return;
  throw new Fault("restoring", `The standby of ${home} is being filled: what it lacks is not known.`);
}

async function* take(
  here: Here,
  home: PoolFqdn,
  getsOn: () => void,
  tellUnnamed: (items: number) => void = () => {},
): InventoryPages {
  await here.store.check();
  for await (const { rows, unnamed } of stretches(here, home, getsOn)) {
    if (unnamed.length > 0) tellUnnamed(unnamed.length);
    if (rows.length > 0) yield rows.map(({ table, key, signature }) => ({ table, key, signature }));
  }
  await here.store.check(); // all of it was read from the right store
}

/** A part of a table that one short read gave. */
export type Stretch = Omit<RowStretch, "next"> & { readonly table: RowTable };

/** The rows of `home`, in short reads between which others have a turn. */
async function* stretches({ tables, store }: Here, home: PoolFqdn, getsOn: () => void): AsyncIterable<Stretch> {
  for (const table of tables) {
    for (let after: Uint8Array | null = null, isEnd = false; !isEnd; ) {
      const { rows, unnamed, next }: RowStretch = await store.rows.inventory(table, home, after);
      if (rows.length > 0 || unnamed.length > 0) yield { table, rows, unnamed };
      after = next;
      isEnd = next === null;
      getsOn();
      await turn();
    }
  }
}

/** Items by their tables, those of this module alone. */
function byTable<T extends ItemKey>(
  { tables }: Here,
  items: readonly T[],
): readonly (readonly [RowTable, readonly T[]])[] {
  return [...Map.groupBy(items, ({ table }) => table)].flatMap(([name, some]) => {
    const table = tables.find((one) => one.name === name);
    return table ? [[table, some] as const] : [];
  });
}

async function pick(here: Here, home: PoolFqdn, items: readonly ItemKey[]): Promise<readonly InventoryItem[]> {
  await here.store.check();
  const found: InventoryItem[] = [];
  for (const [table, some] of byTable(here, items)) {
    const keys = some.map(({ key }) => key);
    for (const { key, signature } of await here.store.rows.pick(table, home, keys))
      found.push({ table: table.name, key, signature });
  }
  return found;
}

async function owned(here: Here, items: readonly ItemKey[]): Promise<readonly ItemKey[]> {
  await here.store.check();
  const found: ItemKey[] = [];
  for (const [table, some] of byTable(here, items)) {
    const keys = some.map(({ key }) => key);
    const holders = await here.store.rows.holders(table, keys);
    for (const key of keys) if (holders.get(key) === "own") found.push({ table: table.name, key });
  }
  return found;
}

async function sendAgain(
  { module, store }: Here,
  items: readonly (ItemKey & { readonly is: Difference })[],
  at: Instant,
): Promise<void> {
  const [gone, there] = [true, false].map((isGone) =>
    items
      .filter(({ is }) => (is === "extra") === isGone)
      .map(({ table, key }): NewEntry => ({ table, key, bytes: null })),
  );
  if (there?.length) await store.book.add(module, there, at);
  if (gone?.length) await store.book.addGone(module, gone, at);
}

/** Lays their inventory on a desk, and clears the desk however it ends. */
async function onDesk<T>(
  here: Here,
  theirs: InventoryPages,
  getsOn: () => void,
  compare: (desk: CompareDesk) => Promise<T>,
): Promise<T> {
  await here.store.check();
  const desk = here.store.openDesk();
  try {
    for await (const page of theirs) {
      desk.lay(known(here, page));
      getsOn();
      await turn();
    }
    return await compare(desk);
  } finally {
    desk.close();
  }
}

function known({ module, tables }: Here, page: readonly InventoryItem[]): readonly InventoryItem[] {
  const names = new Set(tables.map((table) => table.name));
  for (const { table } of page) {
    if (!names.has(table))
      throw new Fault("package-damaged", `An inventory of ${module} names rows of ${table}.`, table);
  }
  return page;
}
