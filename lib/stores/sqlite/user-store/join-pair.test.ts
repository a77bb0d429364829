import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { Epoch } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { emptyReceipt } from "#lib/domain/return-receipt.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { aQuarantine, aRef, NOON } from "#lib/testkit/builders.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { joinPair, pairedAs } from "./join-pair.ts";

const folder = tempFolder();
const POOL_3 = "pool3.pairkeeper.test" as PoolFqdn;
const NOBODY = "" as PoolFqdn;
const KNOWN = [POOL_1, POOL_2, POOL_3];

const identity = (partner: PoolFqdn) => ({ pool: POOL_1, partner, storeId: `store of ${POOL_1}`, storeEpoch: 1 });
const path = () => join(folder(), "user.db");
const joined = (partner: PoolFqdn, number: number | null) =>
  joinPair(path(), identity(partner), number, KNOWN, presenceFocusTables);

/** What the database of pool 1 knows of its partner and of what it sent. */
async function known({ book }: UserStore) {
  return {
    ackedBy: await book.ackedBy(PRESENCE),
    isPastVoid: await book.isPastVoid(PRESENCE),
    epoch: await book.knownEpoch(PRESENCE),
    applied: (await book.position(PRESENCE, POOL_2)).applied,
    refused: (await book.quarantine(PRESENCE, POOL_2)).items,
    receipt: await book.receipt(PRESENCE, POOL_2),
    standbyRestored: await book.restoring(PRESENCE, POOL_2),
    ownRestored: await book.restoring(PRESENCE, POOL_1),
    waiting: (await book.next(PRESENCE, "images", await book.mark(), 9)).map(({ key }) => key),
  };
}
const OF_BEFORE = {
  ackedBy: "store-2/1",
  isPastVoid: false,
  epoch: 7,
  applied: aRef(3, 4),
  refused: 1,
  receipt: emptyReceipt("r-1"),
  standbyRestored: "r-2",
  ownRestored: "r-3",
  waiting: ["k"],
};

beforeEach(async () => {
  const { store, client } = openTempUserStore(folder());
  const { book } = store;
  await book.rememberEpoch(PRESENCE, 7 as Epoch);
  await book.rememberAckedBy(PRESENCE, "store-2/1");
  await book.setPosition(PRESENCE, POOL_2, { applied: aRef(3, 4), working: null });
  await book.judge(PRESENCE, POOL_2, aQuarantine(NOON).named, []);
  await book.noteReturn(PRESENCE, POOL_2, emptyReceipt("r-1"));
  await book.setRestoring(PRESENCE, POOL_2, "r-2");
  await book.setRestoring(PRESENCE, POOL_1, "r-3");
  await book.add(PRESENCE, [{ table: "users", key: "k", bytes: null }], NOON);
  expect(await known(store)).toEqual(OF_BEFORE);
  client.close();
  store.close();
});

const reopened = async () => {
  const { store, client } = openTempUserStore(folder());
  const now = await known(store);
  const served = client.prepare("select home_pool, writable from served order by 1").all();
  client.close();
  store.close();
  return { now, served: served.map((row) => ({ ...row })) };
};

test("a database without a number is fit for the first pair that it was made for", () => {
  expect(pairedAs(path(), identity(POOL_2))).toEqual({ partner: POOL_2, number: 1 });
});

test.each([
  ["another pool", POOL_3],
  ["the same pool again", POOL_2],
])("a pair with %s begins with nothing of the one before; what waits, and epochs, stay", async (_, partner) => {
  joined(partner, 2);
  expect(pairedAs(path(), identity(partner))).toEqual({ partner, number: 2 });
  expect((await reopened()).now).toEqual({
    ackedBy: "",
    isPastVoid: true,
    epoch: 7,
    applied: null,
    refused: 0,
    receipt: null,
    standbyRestored: null,
    ownRestored: "r-3",
    waiting: ["k"],
  });
});

test("the same pair again forgets nothing", async () => {
  joined(POOL_2, 1);
  expect((await reopened()).now).toEqual(OF_BEFORE);
});

test("an unpaired pool keeps what it knows until it is paired again", async () => {
  joined(NOBODY, null);
  expect(pairedAs(path(), identity(NOBODY))).toEqual({ partner: "", number: 1 });
  expect((await reopened()).now).toEqual(OF_BEFORE);
});

test("every pool that is known is, and only its own rows may be written here", async () => {
  joined(POOL_3, 2);
  expect((await reopened()).served).toEqual([
    { home_pool: POOL_1, writable: 1 },
    { home_pool: POOL_2, writable: 0 },
    { home_pool: POOL_3, writable: 0 },
  ]);
});

test("another database than the one that the ledger knows is left as it is", () => {
  const other = { ...identity(POOL_3), storeId: "another" };
  expect(() => joinPair(path(), other, 2, KNOWN, presenceFocusTables)).toThrow("store id");
  expect(pairedAs(path(), identity(POOL_2)).partner).toBe(POOL_2);
});
