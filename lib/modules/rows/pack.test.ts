import type { DatabaseSync } from "node:sqlite";
import { zstdDecompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Manifest, type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { Phase, Room } from "#lib/ports/backup-module.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { HurriedClock } from "#lib/testkit/fake-clock.ts";
import { presenceCanary, presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { rowsExport } from "./export-side.ts";

const folder = tempFolder();
let store: UserStore;
let client: DatabaseSync;
let parts: Map<string, string>;

beforeEach(() => {
  ({ store, client } = openTempUserStore(folder()));
  parts = new Map();
});
afterEach(() => {
  client.close();
  store.close();
});

const staging: Staging = {
  partsFolder: folder(),
  writePart: async (name, bytes) => {
    parts.set(name, zstdDecompressSync(bytes).toString());
    return { name, bytes: bytes.length, sha256: "-" };
  },
  seal: (manifest: Manifest) => Promise.reject(new Error(`${manifest.seq} is sealed elsewhere`)),
  publish: async () => {},
  discard: async () => {},
};
const roomy: Room = {
  batches: 500,
  bytes: Number.POSITIVE_INFINITY,
  items: Number.POSITIVE_INFINITY,
  isFresh: true,
  reserved: { high: 250, normal: 250 },
};
const side = () => rowsExport(PRESENCE, presenceFocusTables, presenceCanary, store, new HurriedClock());
const look = () => side().look(false, () => {});
const pack = async (phase: Phase = "images", room: Partial<Room> = {}) =>
  side().pack(phase, await store.book.mark(), { ...roomy, ...room }, staging);
const lines = (part = "000001") => (parts.get(part) ?? "").trim().split("\n");
const tables = (packed: Awaited<ReturnType<typeof pack>>) =>
  packed.batches.map((batch) => ("table" in batch ? `${batch.is} ${batch.table} ${batch.rows}` : batch.is));

/** `n` users (high priority) or conferences (normal). */
function insert(table: "users" | "conferences", n: number): void {
  const key = table === "users" ? "sip_uri" : "conference_id";
  client.exec(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${n})
    insert into ${table} (${key}, home_pool) select '${table}' || i, '${POOL_1}' from n`);
}

test("own rows travel as images, with the first time of the oldest; the keys are in the parts alone", async () => {
  insert("users", 2);
  await look();
  const oldest = (await store.book.facts(PRESENCE, [], 0)).oldestChangeAt ?? 0;
  const packed = await pack();
  expect(packed.batches).toEqual([
    {
      is: "rows",
      table: "users",
      columns: ["sip_uri", "display_name", "enabled", "settings", "updated_at", "home_pool"],
      rows: 2,
      part: "000001",
      oldestAt: new Date(oldest).toISOString(),
    },
  ]);
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    ["users1", null, 1, "{}", null, POOL_1],
    ["users2", null, 1, "{}", null, POOL_1],
  ]);
  expect(packed).toMatchObject({ gone: [], back: [], highBatches: 1 });
  expect(packed.sent).toHaveLength(2);
});

test("a deleted row becomes a tombstone, which is its key; one that is there again becomes an image", async () => {
  insert("users", 2);
  await look();
  client.exec("delete from users");
  const packed = await pack();
  expect(packed).toMatchObject({ batches: [], sent: [] });
  expect(packed.gone).toHaveLength(2);
  await store.book.setGone(PRESENCE, packed.gone, true);
  client.exec(`insert into users (sip_uri, home_pool) values ('users2', '${POOL_1}')`);
  const tombstones = await pack("tombstones");
  expect(tables(tombstones)).toEqual(["rows-gone users 1"]);
  expect(lines()).toEqual(['["users1"]']);
  expect(tombstones.back).toEqual(packed.gone.slice(1));
});

test("a row given to the partner is handed over with the time of its move, whatever waited before", async () => {
  insert("users", 2);
  client.exec(`update users set home_pool = '${POOL_2}' where sip_uri = 'users1'`);
  await look();
  const move = client.prepare("select at from moves").get()?.at;
  const packed = await pack();
  expect(tables(packed).sort()).toEqual(["rows users 1", "rows-moved users 1"]);
  const moved = packed.batches.find((batch) => batch.is === "rows-moved");
  const line = JSON.parse(lines(moved?.part)[0] ?? "");
  expect(line).toEqual([move, ["users1", null, 1, "{}", null, POOL_2]]);
  expect(packed.sent).toHaveLength(2);
});

test("a batch ends at 1 MiB, a package at 16 batches; what does not fit waits its turn, the oldest first", async () => {
  const wide = client.prepare("insert into users (sip_uri, settings, home_pool) values (?, ?, ?)");
  client.exec("begin");
  for (let i = 10; i < 60; i++) wide.run(`wide${i}`, JSON.stringify("x".repeat(400_000)), POOL_1);
  client.exec("commit");
  await look();
  const packed = await pack();
  expect(tables(packed)).toEqual(Array(16).fill("rows users 2"));
  expect(lines().map((line) => JSON.parse(line)[0])).toEqual(["wide10", "wide11"]);
  const ids = (await store.book.next(PRESENCE, "images", 100, 32)).map((entry) => entry.id);
  expect(packed.sent).toEqual(ids);
});

test("a row larger than a batch goes alone", async () => {
  const insertOne = client.prepare("insert into users (sip_uri, settings, home_pool) values (?, ?, ?)");
  for (const [name, size] of [
    ["a", 10],
    ["b", 2_000_000],
    ["c", 10],
  ] as const) {
    insertOne.run(name, JSON.stringify("x".repeat(size)), POOL_1);
  }
  await look();
  expect(tables(await pack())).toEqual(["rows users 1", "rows users 1", "rows users 1"]);
});

test.each([
  [
    "all of a package while there is room",
    {},
    ["rows users 1000", "rows users 1000", "rows conferences 1000", "rows conferences 1000"],
    2,
  ],
  [
    "its share, and the normal queue the rest",
    { batches: 2, reserved: { high: 1, normal: 1 } },
    ["rows users 1000", "rows conferences 1000"],
    1,
  ],
  [
    "nothing more when its share is used up",
    { batches: 1, reserved: { high: 0, normal: 1 } },
    ["rows conferences 1000"],
    0,
  ],
  [
    "what the normal queue may not claim any more",
    { batches: 1, reserved: { high: 1, normal: 0 } },
    ["rows users 1000"],
    1,
  ],
])("the high queue gets %s (D8)", async (_what, room, batches, highBatches) => {
  insert("conferences", 2000);
  insert("users", 2000);
  await look();
  const packed = await pack("images", room);
  expect(tables(packed)).toEqual(batches);
  expect(packed.highBatches).toBe(highBatches);
});

test.each([
  ["users", 2],
  ["conferences", 0],
] as const)("what the other queue does not need spills over: %s alone take all", async (table, highBatches) => {
  insert(table, 2000);
  await look();
  const packed = await pack("images", { batches: 2, reserved: { high: 1, normal: 1 } });
  expect(tables(packed)).toEqual([`rows ${table} 1000`, `rows ${table} 1000`]);
  expect(packed.highBatches).toBe(highBatches);
});

test("tables of one queue that alternate share a package and make no tiny batches", async () => {
  for (let i = 0; i < 20; i++) {
    client.exec(`insert into users (sip_uri, home_pool) values ('u${i}', '${POOL_1}');
      insert into contact_groups (sip_uri, group_id, home_pool) values ('u${i}', 'g', '${POOL_1}')`);
  }
  await look();
  expect(tables(await pack())).toEqual(["rows users 20", "rows contact_groups 20"]);
});

test("only what stands up to the cut-off goes", async () => {
  insert("users", 1);
  await look();
  const mark = await store.book.mark();
  insert("conferences", 1);
  await look();
  expect(tables(await side().pack("images", mark, roomy, staging))).toEqual(["rows users 1"]);
});

test("a store that is not the right one proves no absence", async () => {
  insert("users", 1);
  await look();
  client.exec("delete from users; update store set store_id = 'another'");
  await expect(pack()).rejects.toMatchObject({ code: "store-lost" });
});

test("what was recorded is caught up with between looks, in bounded steps", async () => {
  insert("users", 3);
  await side().catchUp();
  expect(await store.book.facts(PRESENCE, [], 1e9)).toMatchObject({ pendingItems: 3, upToMark: 3 });
});

test("a row that changes after it was read for the next package leaves as it is when its change is taken", async () => {
  insert("users", 20_000);
  const one = side();
  const packNext = async (seq: number) => {
    const packed = await one.pack("images", await store.book.mark(), roomy, staging);
    const flight = { epoch: nextEpoch(0), seq, hash: "-" as ManifestHash, items: packed.sent.length, bytes: 1 };
    await store.book.launch(PRESENCE, flight, packed.sent, [], 0);
    return packed.batches.length;
  };
  await one.look(false, () => {});
  expect(await packNext(1)).toBe(16);
  client.exec("update users set display_name = 'newest' where sip_uri = 'users16500'");
  await one.look(false, () => {});
  expect(await packNext(2)).toBe(4);
  expect(await store.book.facts(PRESENCE, ["users"], 1e9)).toMatchObject({ pendingItems: 0 });
  expect([...parts.values()].join("")).toContain('["users16500","newest"');
});
