import { type Difference, type ItemKey, READ_ALL, type Reading } from "#lib/domain/compare.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { isSameSignature, rangeForm, readSignature } from "#lib/domain/file-signature.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Compared, InventoryItem, InventoryPages } from "#lib/domain/inventory.ts";
import { isSafePath } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { type GivenBack, type LeftAlone, MOST_LEFT_ALONE } from "#lib/domain/return-receipt.ts";
import { bookTable } from "#lib/domain/returned.ts";
import type { InventorySide } from "#lib/ports/backup-module.ts";
import type { NewEntry } from "#lib/ports/user-store.ts";
import { bytesOf, ContentComparison } from "./compare-content.ts";
import type { LookAt } from "./look.ts";
import { filesRestore } from "./restore-side.ts";
import { checkStanding, checkWhole } from "./standing.ts";

/** Where items that go back to their home wait, apart from this pool's own. */
export const FROM_STANDBY = bookTable("standby", CONTENT);
export const FROM_TRASH = bookTable("trash", CONTENT);

/** Entries that are forgotten at once. */
const STRIDE = 1000;

/** What two sides of the kind "files" compare by (DESIGN L11): nothing here holds more than a range in memory. */
export function filesInventory(what: LookAt): InventorySide {
  return {
    take: (home, getsOn, reading) => take(what, home, getsOn, reading),
    pick: (home, items) => pick(what, home, items),
    owned: async () => [], // each pool's content has a folder of its own: no path is two pools'
    rangeForm,
    isSame: isSameSignature,
    sendAgain: (items, at) => sendAgain(what, items, at),
    push: (theirs, at, getsOn) => compared(what, getsOn, (comparison) => push(what, comparison, theirs, at)),
    checkGivable: (home) => checkWhole(what, home),
    takeAsWhole: (home) => takeAsWhole(what, home),
    giveBack: (home, theirs, at, getsOn) =>
      compared(what, getsOn, (comparison) => giveBack(what, comparison, home, theirs, at)),
    giveBackTrash: (home, items, at) => giveBackTrash(what, home, items, at),
    forgetReturns: () => forgetReturns(what, FROM_STANDBY, FROM_TRASH),
  };
}

async function* take(what: LookAt, home: PoolFqdn, getsOn: () => void, reading: Reading = READ_ALL): InventoryPages {
  await checkStanding(what, home);
  for await (const range of what.files.inventory(home, reading)) {
    getsOn();
    yield range;
  }
  await checkStanding(what, home); // it was there when something was not found in it
}

async function pick(what: LookAt, home: PoolFqdn, items: readonly ItemKey[]): Promise<readonly InventoryItem[]> {
  await checkStanding(what, home);
  const found = await what.files.pick(
    home,
    items.filter(({ table, key }) => table === CONTENT && isSafePath(key)).map(({ key }) => key),
  );
  await checkStanding(what, home);
  return found;
}

async function sendAgain(
  what: LookAt,
  items: readonly (ItemKey & { readonly is: Difference })[],
  at: Instant,
): Promise<void> {
  const { files, store, module, pool } = what;
  await checkWhole(what, pool);
  const there = items.filter(({ is }) => is !== "extra").map(({ key }) => key);
  const found = await files.pick(pool, there);
  const entries = found.map(
    ({ key, signature }): NewEntry => ({
      table: CONTENT,
      key,
      bytes: bytesOf(readSignature(signature)),
      isAsSeen: true,
    }),
  );
  await addSome(entries, (some) => store.book.add(module, some, at));
  const gone = items.filter(({ is }) => is === "extra").map(({ key }): NewEntry => ({ table: CONTENT, key, bytes: 0 }));
  await addSome(gone, (some) => store.book.addGone(module, some, at));
}

async function compared<T>(
  { store }: LookAt,
  getsOn: () => void,
  work: (comparison: ContentComparison) => Promise<T>,
): Promise<T> {
  const desk = store.openDesk();
  try {
    return await work(new ContentComparison(desk, getsOn));
  } finally {
    desk.close();
  }
}

/** What they alone have is proved to be absent here when its tombstone is packed, as ever (DESIGN L6). */
async function push(
  what: LookAt,
  comparison: ContentComparison,
  theirs: InventoryPages,
  at: Instant,
): Promise<Compared> {
  const { files, store, module, pool } = what;
  await checkWhole(what, pool);
  await comparison.lay(theirs);
  for await (const { missing, different } of comparison.ranges(files.inventory(pool))) {
    await addSome(missing.concat(different), (entries) => store.book.add(module, entries, at));
  }
  for (const entries of comparison.extra()) {
    await checkWhole(what, pool);
    await store.book.addGone(module, entries, at);
  }
  await checkWhole(what, pool);
  return comparison.counts;
}

async function giveBack(
  what: LookAt,
  comparison: ContentComparison,
  home: PoolFqdn,
  theirs: InventoryPages,
  at: Instant,
): Promise<GivenBack> {
  const { files, store, module } = what;
  await checkWhole(what, home); // what is not whole itself makes nobody whole
  await forgetReturns(what, FROM_STANDBY); // what an earlier comparison found is void
  await comparison.lay(theirs);
  const leftAlone: LeftAlone[] = [];
  for await (const { missing, different } of comparison.ranges(files.inventory(home))) {
    await addSome(missing, (entries) => store.book.add(module, entries.map(asReturned(FROM_STANDBY)), at));
    for (const { key } of different) {
      if (leftAlone.length < MOST_LEFT_ALONE) leftAlone.push({ is: "different", table: CONTENT, key });
    }
  }
  await checkWhole(what, home);
  for (const _ of comparison.extra()); // counted: what the home alone has stays as it is
  return { ...comparison.counts, leftAlone };
}

async function takeAsWhole(what: LookAt, home: PoolFqdn): Promise<boolean> {
  const { stateOf, endRestore } = filesRestore(what);
  await what.files.checkRoot();
  const state = await stateOf(home);
  if (state.is === "restoring") await endRestore(home, state.requestId);
  return state.is !== "lost";
}

async function giveBackTrash(
  { files, store, module }: LookAt,
  home: PoolFqdn,
  items: readonly string[],
  at: Instant,
): Promise<number> {
  await files.checkRoot();
  let there = 0;
  for (const item of new Set(items)) {
    if (!isSafePath(item)) continue;
    let found = 0;
    for await (const range of files.inventoryOfTrash(home, item)) {
      const entries = range.filter(isOfDataSet).map(asTrashed);
      found += entries.length;
      await addSome(entries, (some) => store.book.add(module, some, at));
    }
    if (found > 0) there += 1;
  }
  return there;
}

/** The path in its data set of something in the trash: what follows the name that it was moved there under. */
export function pathOfTrashed(item: string): string {
  return item.slice(item.indexOf("/") + 1);
}

/** A whole data set that was moved aside has its marker with it, which never travels. */
function isOfDataSet({ key }: InventoryItem): boolean {
  return key.includes("/") && isSafePath(pathOfTrashed(key));
}

async function forgetReturns({ store, module }: LookAt, ...tables: readonly string[]): Promise<void> {
  const mark = await store.book.mark();
  for (;;) {
    const some = await store.book.next(module, "images", mark, STRIDE, tables);
    if (some.length === 0) return;
    await store.book.drop(
      module,
      some.map((entry) => entry.id),
    );
  }
}

function asTrashed({ key, signature }: InventoryItem): NewEntry {
  return { table: FROM_TRASH, key, bytes: bytesOf(readSignature(signature)) };
}

function asReturned(table: string): (entry: NewEntry) => NewEntry {
  return (entry) => ({ ...entry, table });
}

async function addSome(entries: readonly NewEntry[], add: (some: readonly NewEntry[]) => Promise<void>): Promise<void> {
  if (entries.length > 0) await add(entries);
}
