import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CmsDocument, Published } from "#lib/domain/cms-document.ts";
import type { InventoryItem } from "#lib/domain/inventory.ts";
import type { Batch } from "#lib/domain/package.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { Phase, Room } from "#lib/ports/backup-module.ts";
import type { Received, Staging } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { CMS_MASTER, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { HurriedClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { COLUMNS } from "./line.ts";
import { cmsMasterModule } from "./module.ts";

const folder = tempFolder();
let store: UserStore;
let client: DatabaseSync;
let published: Published[];
let parts: Map<string, Uint8Array>;

beforeEach(() => {
  ({ store, client } = openTempUserStore(folder()));
  published = [];
  parts = new Map();
});
afterEach(() => {
  client.close();
  store.close();
});

const module = () =>
  cmsMasterModule(
    () => store,
    async () => published,
    new HurriedClock(),
  );
const exporter = () => module().exportSide(POOL_1);
const importer = () => module().importSide(POOL_1);

const staging: Staging = {
  partsFolder: "-",
  writePart: async (name, bytes) => {
    parts.set(name, bytes);
    return { name, bytes: bytes.length, sha256: "" };
  },
  seal: () => expect.unreachable(),
  publish: async () => {},
  discard: async () => {},
};
const roomy: Room = { batches: 500, bytes: 1e9, items: 1e9, isFresh: true, reserved: { high: 250, normal: 250 } };

/** The service publishes documents of this much content. */
async function publish(...sizes: number[]): Promise<void> {
  published = sizes.map((size, i) => ({
    name: `d${i}`,
    masterEpoch: 1,
    version: 1,
    content: JSON.stringify("x".repeat(size)),
    publisher: POOL_1,
  }));
  await store.documents.put(published);
}
const look = (everything = false) => exporter().look(everything, () => {});
const pack = async (room: Partial<Room> = {}, phase: Phase = "images") =>
  exporter().pack(phase, await store.book.mark(), { ...roomy, ...room }, staging);
const waiting = async () => (await store.book.next(CMS_MASTER, "images", await store.book.mark(), 100)).length;

test("a package is lines of its columns, whose bytes are what they say", async () => {
  await publish(3);
  await look();
  const packed = await pack();
  expect(packed.batches).toMatchObject([
    { is: "rows", table: "cms_documents", columns: ["name", "master_epoch", "version", "content"], rows: 1 },
  ]);
  expect(new TextDecoder().decode(parts.get("000001"))).toBe('["d0",1,1,"\\"xxx\\""]\n');
  expect(packed).toMatchObject({ sent: [expect.any(Number)], void: [], unreadable: { ids: [], fault: null } });
});

test("a batch ends at 1 MiB, and a larger document is alone; a cycle takes no more batches than it may", async () => {
  await publish(10, 600_000, 600_000, 2_000_000, 10);
  await look();
  expect((await pack()).batches.map((batch) => "rows" in batch && batch.rows)).toEqual([2, 1, 1, 1]);
  const limited = await pack({ batches: 2 });
  expect([limited.batches.length, limited.sent.length]).toEqual([2, 3]);
  expect(await waiting()).toBe(5); // what is not sent stays
});

test("what was looked at once is not looked at as new again; asked for everything it is", async () => {
  await publish(1, 1);
  await look();
  await store.book.drop(CMS_MASTER, (await pack()).sent);
  await exporter().catchUp();
  await look();
  expect(await waiting()).toBe(0);
  await look(true);
  expect(await waiting()).toBe(2);
});

test("one that is gone by the time of packing is forgotten until it is put back; nothing is sent as a deletion", async () => {
  await publish(1);
  await look();
  client.exec("delete from cms_documents");
  expect(await pack()).toMatchObject({ batches: [], sent: [], gone: [], void: [expect.any(Number)] });
  await store.book.addGone(CMS_MASTER, [{ table: "cms_documents", key: '["d0"]', bytes: null }], 1);
  expect(await pack({}, "tombstones")).toMatchObject({ batches: [], sent: [], void: [expect.any(Number)] });
});

test("what cannot be relied on names the first of several", async () => {
  client.exec("insert into cms_documents values ('a', 1, 1, '1'), ('b', 1, 1, '1')");
  expect((await look()).fault).toMatchObject({
    code: "document-not-published",
    path: "cms_documents a",
    message: "Document a was never published. So it is with 1 more.",
  });
  await expect(exporter().check()).rejects.toMatchObject({ code: "document-not-published" });
});

test("a store that is not the right one is neither read nor written", async () => {
  await publish(1);
  client.exec("update store set store_id = 'another'");
  for (const asked of [look(), pack(), exporter().check(), importer().check(POOL_2), importer().stateOf(POOL_2)])
    await expect(asked).rejects.toMatchObject({ code: "store-lost" });
});

const LINE = '["topology",1,4,"{}"]\n';
const batch = (more: Partial<Extract<Batch, { is: "rows" }>> = {}): Batch => ({
  is: "rows",
  table: "cms_documents",
  columns: COLUMNS,
  rows: 1,
  part: "000001",
  oldestAt: "2026-11-21T12:00:00.000Z",
  ...more,
});
function received(batches: readonly Batch[], text = LINE): Received {
  const epoch = nextEpoch();
  const lane = { from: POOL_2, to: POOL_1, module: CMS_MASTER };
  const listed = [{ name: "000001", bytes: text.length, sha256: "" }];
  return {
    ref: { epoch, seq: 1, hash: "h" as ManifestHash },
    manifest: {
      format: 2,
      lane,
      dataSet: POOL_2,
      request: null,
      epoch,
      seq: 1,
      previous: null,
      cutOff: "2026-11-21T12:00:00.000Z",
      batches,
      parts: listed,
    },
    partsFolder: "-",
    readPart: async () => Buffer.from(text),
  };
}
const START = { applied: null, working: null };
const apply = (one: Received) => importer().apply(POOL_2, one, START, () => {});

test("documents of a package are written, and the position with them", async () => {
  await apply(received([batch()]));
  expect(await store.documents.standing()).toEqual([{ name: "topology", masterEpoch: 1, version: 4, content: "{}" }]);
  expect((await store.book.position(CMS_MASTER, POOL_2)).working).toMatchObject({ seq: 1, batchesDone: 1 });
});

test.each<[what: string, damaged: Received]>([
  ["rows of another table", received([batch({ table: "users" })])],
  ["other columns", received([batch({ columns: ["name"] })])],
  ["deletions", received([{ is: "rows-gone", table: "cms_documents", rows: 1, part: "000001", oldestAt: "" }])],
  ["files", received([{ is: "files-gone", paths: ["a"], oldestAt: "" }])],
  ["a part that is not listed", received([batch({ part: "000002" })])],
  ["fewer documents than it says", received([batch({ rows: 2 })])],
  ["a line that is cut off", received([batch()], LINE.slice(0, -1))],
  ["a line that is no JSON", received([batch()], "[\n")],
  ["a document without a name", received([batch()], '["",1,1,"{}"]\n')],
  ["a version that is no number", received([batch()], '["topology",1,"1","{}"]\n')],
  ["content that is no JSON", received([batch()], '["topology",1,1,"{"]\n')],
])("a package with %s is damaged, and nothing of it is written", async (_what, damaged) => {
  await expect(apply(damaged)).rejects.toMatchObject({ code: "package-damaged" });
  expect(await store.documents.standing()).toEqual([]);
});

test("nobody gives documents back: the service publishes them", async () => {
  await expect(importer().applyReturned(received([batch()]), START, () => {})).rejects.toMatchObject({
    code: "package-damaged",
  });
  expect(await importer().stateOf(POOL_1)).toEqual({ is: "ok" });
});

async function* pages(...items: InventoryItem[]) {
  yield items;
}

test("compared with the standby, what it lacks or holds differently is sent; what it alone has is counted", async () => {
  await publish(1, 2, 3);
  await look();
  await store.book.drop(CMS_MASTER, (await pack()).sent);
  const mine: InventoryItem[] = [];
  for await (const page of module()
    .inventorySide(POOL_1)
    .take(POOL_1, () => {}))
    mine.push(...page);
  const [same, other] = mine;
  if (!same || !other) throw new Error("the inventory is empty");
  const theirs = pages(same, { ...other, signature: "-" }, { ...other, key: '["rogue"]' });
  expect(
    await module()
      .inventorySide(POOL_1)
      .push(theirs, 1, () => {}),
  ).toEqual({
    identical: 1,
    missing: 1,
    different: 1,
    extra: 1,
    bytes: 9,
  });
  expect(await waiting()).toBe(2);
});

test("the signature of a document is of its number and its content", async () => {
  const signatures = new Set<string>();
  const variants: readonly Partial<CmsDocument>[] = [{}, { version: 2 }, { masterEpoch: 2 }, { content: "[]" }];
  for (const variant of variants) {
    client.exec("delete from cms_documents");
    const { masterEpoch, version, content } = { masterEpoch: 1, version: 1, content: "{}", ...variant };
    client.prepare("insert into cms_documents values ('d', ?, ?, ?)").run(masterEpoch, version, content);
    for await (const page of module()
      .inventorySide(POOL_1)
      .take(POOL_2, () => {}))
      for (const { signature } of page) signatures.add(signature);
  }
  expect(signatures.size).toBe(variants.length);
});

test("of the master's own a compare knows what the service published alone; of the standby's all that stands there", async () => {
  await publish(1);
  client.prepare("insert into cms_documents values ('rogue', 1, 1, '{}')").run();
  const side = module().inventorySide(POOL_1);
  const all = [
    { table: "cms_documents", key: '["d0"]' },
    { table: "cms_documents", key: '["rogue"]' },
  ];
  for (const [home, names] of [
    [POOL_1, ['["d0"]']],
    [POOL_2, ['["d0"]', '["rogue"]']],
  ] as const) {
    const taken = (await Array.fromAsync(side.take(home, () => {}))).flat();
    expect(taken.map(({ key }) => key)).toEqual(names);
    expect(await side.pick(home, all)).toEqual(taken);
  }
});
