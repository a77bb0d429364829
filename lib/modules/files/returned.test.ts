import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONTENT } from "#lib/domain/content.ts";
import type { ReturnReceipt } from "#lib/domain/return-receipt.ts";
import { bookTable, type Source } from "#lib/domain/returned.ts";
import type { ExportSide, ImportSide, InventorySide } from "#lib/ports/backup-module.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { AMPLE, type Carried, Carrier } from "#lib/testkit/carry-package.ts";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { DATA_CONF_FACE } from "#lib/testkit/faces.ts";
import { snapshot } from "#lib/testkit/tree-snapshot.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { filesModule } from "./files-module.ts";

/* Pool 1's own content was lost; pool 2 keeps the standby of it and gives it back. */

let world: TwoPools;
let giver: { readonly exporting: ExportSide; readonly inventory: InventorySide };
let carrier: Carrier;
beforeEach(async () => {
  world = await TwoPools.open();
  const deployed = filesModule(DATA_CONF_FACE, (pool) => world.contentOf(pool), world.clock);
  giver = { exporting: deployed.exportSide(POOL_2), inventory: deployed.inventorySide(POOL_2) };
  const lane = { module: DATA_CONF, from: POOL_2, to: POOL_1 };
  carrier = new Carrier(join(world.folder, "packages"), lane, giver.exporting, world.contentOf(POOL_2).store.book);
});
afterEach(() => world.close());

const home = (path: string) => join(world.content(POOL_1), path);
const standby = (path: string) => join(world.content(POOL_2, POOL_1), path);
const bookOf = () => world.contentOf(POOL_1).store.book;
const receipt = () => bookOf().receipt(DATA_CONF, POOL_2);
const position = () => bookOf().position(DATA_CONF, POOL_2);

function write(path: string, text: string | Buffer): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, 1_600_000_000, 1_600_000_000);
}

type Meddle = {
  readonly files?: (real: FileStore) => Partial<FileStore>;
  readonly book?: (real: LaneBook) => Partial<LaneBook>;
};

/** Pool 1's import, with what stands between it and its stores. */
function taker({ files = () => ({}), book = () => ({}) }: Meddle = {}): ImportSide {
  const real = world.contentOf(POOL_1);
  const stores = {
    ...real,
    files: { ...real.files, ...files(real.files) },
    store: { ...real.store, book: { ...real.store.book, ...book(real.store.book) } },
  };
  return filesModule(DATA_CONF_FACE, () => stores, world.clock).importSide(POOL_1);
}

async function lose(): Promise<void> {
  rmSync(home(""), { recursive: true, force: true });
  await taker().beginRestore(POOL_1, "request", "sync");
}

/** What pool 2 would send for what pool 1 has now. */
async function give(): Promise<void> {
  const theirs = filesModule(DATA_CONF_FACE, (pool) => world.contentOf(pool), world.clock).inventorySide(POOL_1);
  await giver.inventory.giveBack(
    POOL_1,
    theirs.take(POOL_1, () => {}),
    1,
    () => {},
  );
}

async function apply({ received }: Carried, side = taker()): Promise<void> {
  await side.applyReturned(received, await position(), () => {});
  await bookOf().setPosition(DATA_CONF, POOL_2, { applied: received.ref, working: null });
}

async function nextPackage(room = AMPLE): Promise<Carried> {
  const carried = await carrier.next("images", "request", room);
  if (!carried) throw new Error("there is no package");
  return carried;
}

const counts = ({ requestId: _id, leftAlone: _left, closedAt: _at, placedBytes: _bytes, ...rest }: ReturnReceipt) =>
  rest;
const NONE = { placed: 0, identical: 0, different: 0, deletedByOwner: 0, inFlight: 0, refused: 0 };

test("a lost data set comes back whole, package by package; the standby is untouched, and the packages say whose it is", async () => {
  for (let n = 0; n < 40; n++) write(standby(`folder ${n % 3}/file ${n}`), `text ${n}`);
  write(standby("large"), Buffer.alloc(3 << 20, "x"));
  write(standby("empty"), "");
  mkdirSync(standby("no content"));
  const before = snapshot(standby(""));
  await lose();
  await give();
  let packages = 0;
  const room = { ...AMPLE, bytes: 16 * 1024 };
  for (
    let one = await carrier.next("images", "request", room);
    one;
    one = await carrier.next("images", "request", room)
  ) {
    expect([one.packed.dataSet, one.packed.source, one.received.manifest.dataSet]).toEqual([POOL_1, "standby", POOL_1]);
    await apply(one);
    packages += 1;
  }
  expect(packages).toBeGreaterThan(2);
  expect(snapshot(standby(""))).toEqual(before);
  await taker().endRestore(POOL_1, "request");
  expect(contentOf(home(""))).toEqual(contentOf(standby("")));
  const told = await receipt();
  expect(told && counts(told)).toEqual({ ...NONE, placed: 40 + 3 + 3 });
  expect(told?.placedBytes).toBe(40 * 6 + 30 + (3 << 20));
  expect(readdirSync(join(home(""), "../../BackupStore/Temp"))).toEqual([]);
});

/** As a snapshot, of what travels. */
function contentOf(root: string): string[] {
  const lines = snapshot(root).map((line) => line.replace(/ \d+ folder$/, " folder"));
  return lines.filter((line) => !line.startsWith("/.pairkeeper-store "));
}

test("what is there when it comes is identical or different and stays; each item is in one case", async () => {
  for (const path of ["a", "b", "c", "d/e"]) write(standby(path), path);
  await lose();
  await give();
  const carried = await nextPackage();
  write(home("b"), "the client's");
  write(home("d"), "a file where a folder was");
  await apply(carried);
  const told = await receipt();
  expect(told).toMatchObject({ requestId: "request", ...NONE, placed: 2, different: 3, closedAt: null });
  expect(new Set(told?.leftAlone.map((one) => `${one.is} ${one.table} ${one.key}`))).toEqual(
    new Set(["different content b", "different content d", "different content d/e"]),
  );
  expect([readFileSync(home("b"), "utf8"), readFileSync(home("c"), "utf8")]).toEqual(["the client's", "c"]);
});

test("what the owner deleted or has on its way is skipped and listed; out of the trash it comes back all the same", async () => {
  for (const path of ["deleted", "flying", "wanted"]) write(standby(path), path);
  await lose();
  await give();
  const unwanted: LaneBook["unwanted"] = async (_module, table, keys) => {
    expect(table).toBe(CONTENT);
    const why = { deleted: "deleted-by-owner", flying: "in-flight" } as const;
    return new Map(Object.entries(why).filter(([key]) => keys.includes(key)));
  };
  const side = taker({ book: () => ({ unwanted }) });
  const carried = await nextPackage();
  await apply(carried, side);
  expect(readdirSync(home(""))).toEqual(["wanted"]);
  const told = await receipt();
  expect(told && counts(told)).toEqual({ ...NONE, placed: 1, deletedByOwner: 1, inFlight: 1 });
  expect(told?.leftAlone.map((one) => [one.is, one.key])).toEqual([
    ["deleted-by-owner", "deleted"],
    ["in-flight", "flying"],
  ]);
  expect(await bookOf().isBaselineDue(DATA_CONF)).toBe(false);
  await apply(asked(carried, "trash"), side);
  expect(readdirSync(home("")).sort()).toEqual(["deleted", "flying", "wanted"]);
  expect(await bookOf().isBaselineDue(DATA_CONF)).toBe(true); // the standby may hold another in its place, or none
});

function asked({ packed, received }: Carried, source: Source, id = "other request"): Carried {
  const manifest = { ...received.manifest, request: { id, source, closes: false } };
  return { packed, received: { ...received, manifest, ref: { ...received.ref, seq: received.ref.seq + 1 } } };
}

describe("out of the trash", () => {
  const TRASHED = "20261122T040000Z-3-7";
  const trash = (path: string) => join(world.content(POOL_2, POOL_1), "../../Trash", POOL_1, TRASHED, path);

  test("an item comes back to the place that it had, with all below it, and before what waits of the standby", async () => {
    write(trash("folder/deep/a"), "a");
    write(trash("file"), "file");
    write(standby("of the standby"), "s");
    await give();
    const ids = ["folder", "file", "none"].map((path) => `${TRASHED}/${path}`);
    expect(await giver.inventory.giveBackTrash(POOL_1, ids, 1)).toBe(2);
    const before = snapshot(trash(""));
    const first = await nextPackage();
    expect([first.packed.source, first.packed.dataSet]).toEqual(["trash", POOL_1]);
    await apply(first);
    expect([readFileSync(home("folder/deep/a"), "utf8"), readFileSync(home("file"), "utf8")]).toEqual(["a", "file"]);
    expect(snapshot(trash(""))).toEqual(before);
    expect((await nextPackage()).packed.source).toBe("standby");
  });

  test("what is not there any more by the time that it is packed is dropped", async () => {
    write(trash("file"), "file");
    await giver.inventory.giveBackTrash(POOL_1, [`${TRASHED}/file`], 1);
    rmSync(join(trash(""), "../.."), { recursive: true });
    expect(await carrier.next("images")).toBeNull();
    const waits = await world
      .contentOf(POOL_2)
      .store.book.next(DATA_CONF, "images", 1000, 10, [bookTable("trash", CONTENT)]);
    expect(waits).toEqual([]);
  });
});

test("what left the standby by the time that it is packed is dropped; a standby that is lost is a fault", async () => {
  for (const path of ["a", "b"]) write(standby(path), path);
  await lose();
  await give();
  rmSync(standby("a"));
  const { packed } = await nextPackage();
  expect([packed.sent.length, packed.void.length]).toEqual([1, 1]);
  await give();
  rmSync(standby(".pairkeeper-store"));
  await expect(carrier.next("images")).rejects.toMatchObject({ code: "store-lost" });
});

describe("while the giver's own data set is being restored, though its marker is there", () => {
  test("it gives back what is its partner's, and sends nothing of its own, nor that it is gone", async () => {
    const { book } = world.contentOf(POOL_2).store;
    write(standby("a"), "a");
    await lose();
    await give();
    await book.add(DATA_CONF, [{ table: CONTENT, key: "own", bytes: 1 }], 1);
    await book.addGone(DATA_CONF, [{ table: CONTENT, key: "not there yet", bytes: 0 }], 1);
    await book.setRestoring(DATA_CONF, POOL_2, "another request");
    expect((await nextPackage()).packed).toMatchObject({ dataSet: POOL_1, source: "standby" });
    for (const phase of ["images", "tombstones"] as const) {
      await expect(carrier.next(phase)).rejects.toMatchObject({ code: "restoring" });
    }
  });
});

test("names that this store cannot hold are counted and named, and the rest comes back", async () => {
  write(standby("good"), "good");
  await lose();
  await give();
  const carried = await nextPackage();
  const refusing = taker({
    files: (real) => ({
      placeMissing: async (...all) => [
        ...(await real.placeMissing(...all)).map((one) => ({ ...one, is: "refused" as const })),
      ],
    }),
  });
  await apply(carried, refusing);
  expect(await receipt()).toMatchObject({
    ...NONE,
    refused: 1,
    leftAlone: [{ is: "refused", table: CONTENT, key: "good" }],
  });
});

test("what cannot be taken is held as a deletion, until it can be and is asked for once more", async () => {
  write(standby("folder/file"), "in a folder");
  write(standby("other"), "theirs");
  await lose();
  await give();
  symlinkSync("/no/such/place", home("folder"));
  write(home("other"), "ours");
  const held = async () => ((await bookOf().heldSet(DATA_CONF))?.named ?? []).toSorted();
  await apply(await nextPackage());
  expect(await held()).toEqual(["folder", "folder/file"]);

  rmSync(home("folder"));
  await taker().beginRestore(POOL_1, "another request", "sync");
  await give();
  await apply(await nextPackage());
  expect(await held()).toEqual([]);
  expect(readFileSync(home("folder/file"), "utf8")).toBe("in a folder");
});

test("a package of tombstones, of another data set, or without a request is damaged, and nothing of it is applied", async () => {
  write(standby("a"), "a");
  await lose();
  await give();
  const { received } = await nextPackage();
  const batches = [{ is: "files-gone" as const, oldestAt: "", paths: ["a"] }];
  const request = { id: "request", source: "home" as const, closes: false };
  for (const wrong of [{ batches }, { dataSet: POOL_2 }, { request: null }, { request }]) {
    const manifest = { ...received.manifest, ...wrong };
    const applied = taker().applyReturned({ ...received, manifest }, await position(), () => {});
    await expect(applied).rejects.toMatchObject({ code: "package-damaged" });
  }
  expect([await receipt(), existsSync(home("a"))]).toEqual([null, false]);
});

test("nothing comes back into a data set that is lost and not being restored, or is lost meanwhile", async () => {
  write(standby("a"), "a");
  await lose();
  await give();
  const carried = await nextPackage();
  const losing = taker({
    files: (real) => ({
      sync: async () => {
        await real.sync();
        renameSync(home(""), `${home("").slice(0, -1)}-away`);
      },
    }),
  });
  await expect(apply(carried, losing)).rejects.toMatchObject({ code: "store-lost" });
  expect(await receipt()).toBeNull();
  await bookOf().setRestoring(DATA_CONF, POOL_1, null);
  await expect(apply(carried)).rejects.toMatchObject({ code: "store-lost" });
});

test("a death at any step applies the package again, and counts each item once", async () => {
  const steps = ["unwanted", "placeMissing", "sync", "noteReturn", "after noteReturn", "forgetReturned", "setPosition"];
  for (const [number, step] of steps.entries()) {
    for (const path of ["same", "new", "folder/deep"]) write(standby(`${number}/${path}`), path);
    mkdirSync(home(`${number}`), { recursive: true });
    write(home(`${number}/same`), "the client's");
    await giver.inventory.forgetReturns();
    await give();
    const carried = await nextPackage();
    const before = await receipt();
    const dies = async () => {
      throw new Error("dies");
    };
    const dying = taker({
      files: (real) => ({
        ...(step === "placeMissing" && { placeMissing: dies }),
        ...(step === "sync" && { sync: dies }),
        ...(step === "forgetReturned" && { forgetReturned: dies }),
        ...(step === "after noteReturn" && {
          forgetReturned: async (home) => {
            await real.forgetReturned(home);
            await dies();
          },
        }),
      }),
      book: () => ({
        ...(step === "unwanted" && { unwanted: dies }),
        ...(step === "noteReturn" && { noteReturn: dies }),
      }),
    });
    const applied = dying.applyReturned(carried.received, await position(), () => {});
    if (step === "setPosition") await applied;
    else await expect(applied).rejects.toThrow("dies");
    const items = carried.packed.sent.length;
    await apply(carried);
    const after = await receipt();
    const sum = (told: ReturnReceipt | null) => Object.values(told ? counts(told) : NONE).reduce((a, b) => a + b, 0);
    expect([step, sum(after) - sum(before)]).toEqual([step, items]);
    expect([step, (after?.placed ?? 0) - (before?.placed ?? 0)]).toEqual([step, items]);
    expect(lstatSync(home(`${number}/folder/deep`)).isFile()).toBe(true);
  }
});
