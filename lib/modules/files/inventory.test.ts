import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONTENT } from "#lib/domain/content.ts";
import { signatureText } from "#lib/domain/file-signature.ts";
import { INVENTORY_RANGE, type InventoryItem, type InventoryPages } from "#lib/domain/inventory.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { bookTable } from "#lib/domain/returned.ts";
import type { InventorySide } from "#lib/ports/backup-module.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { snapshot } from "#lib/testkit/tree-snapshot.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { filesInventory } from "./inventory.ts";

let world: TwoPools;
const NOW = 1_700_000_000_000;
let progress = 0;
beforeEach(async () => {
  world = await TwoPools.open();
  progress = 0;
});
afterEach(() => world.close());

const gotOn = () => {
  progress += 1;
};
const own = (path: string) => join(world.content(POOL_1), path);
const standby = (path: string, home: PoolFqdn = POOL_1, at: PoolFqdn = POOL_2) => join(world.content(at, home), path);

function side(pool: PoolFqdn, meddle: (real: FileStore) => FileStore = (real) => real): InventorySide {
  const stores = world.contentOf(pool);
  return filesInventory({ ...stores, files: meddle(stores.files), module: DATA_CONF, pool, clock: world.clock });
}

function write(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, 1_600_000_000, 1_600_000_000);
}

const book = (pool: PoolFqdn) => world.contentOf(pool).store.book;

/** What waits in a pool's book, by phase and table. */
async function waiting(pool: PoolFqdn, phase: "images" | "tombstones", table = CONTENT): Promise<string[]> {
  const entries = await book(pool).next(DATA_CONF, phase, await book(pool).mark(), 100_000, [table]);
  return entries.map((entry) => entry.key);
}

const push = () => side(POOL_1).push(side(POOL_2).take(POOL_1, gotOn), NOW, gotOn);
const giveBack = () => side(POOL_1).giveBack(POOL_2, side(POOL_2).take(POOL_2, gotOn), NOW, gotOn);

async function* pagesOf(...pages: InventoryItem[][]): InventoryPages {
  yield* pages;
}

describe("what is taken", () => {
  test("is of the pool's own data set or of its standby, with progress told a range", async () => {
    write(own("a/b"), "own");
    write(standby("c", POOL_2, POOL_1), "standby");
    const of = async (home: PoolFqdn) => (await Array.fromAsync(side(POOL_1).take(home, gotOn))).flat();
    expect((await of(POOL_1)).map((one) => one.key)).toEqual(["a", "a/b"]);
    expect((await of(POOL_2)).map((one) => one.key)).toEqual(["c"]);
    expect(progress).toBeGreaterThan(1);
  });

  test("is a fault where the data set is lost, also when it is lost while it is told", async () => {
    write(own("a"), "own");
    rmSync(own(".pairkeeper-store"));
    await expect(Array.fromAsync(side(POOL_1).take(POOL_1, gotOn))).rejects.toMatchObject({ code: "store-lost" });
    const losing = side(POOL_2, (real) => ({
      ...real,
      inventory: async function* (home) {
        rmSync(standby(".pairkeeper-store"));
        yield* real.inventory(home);
      },
    }));
    await expect(Array.fromAsync(losing.take(POOL_1, gotOn))).rejects.toMatchObject({ code: "store-lost" });
  });

  test("of a data set that is being restored is what stands there", async () => {
    write(own("a"), "own");
    await world.contentOf(POOL_1).files.beginRestore(POOL_1, null);
    rmSync(own(".pairkeeper-store"));
    await book(POOL_1).setRestoring(DATA_CONF, POOL_1, "request");
    expect((await Array.fromAsync(side(POOL_1).take(POOL_1, gotOn))).flat().map((one) => one.key)).toEqual(["a"]);
  });
});

describe("a push", () => {
  test("makes pending what the standby lacks or holds differently, tombstones of what it alone has, and counts all", async () => {
    for (const root of [own, standby]) write(root("same/file"), "same");
    write(own("missing"), "1234");
    mkdirSync(own("empty folder"));
    write(own("content"), "mine");
    write(standby("content"), "hers");
    write(own("time"), "time");
    write(standby("time"), "time");
    utimesSync(standby("time"), 1_600_000_000, 1_600_000_001);
    write(own("mode"), "mode");
    write(standby("mode"), "mode");
    chmodSync(standby("mode"), 0o600);
    write(standby("extra/file"), "extra");
    write(own("kind"), "a file here");
    mkdirSync(standby("kind"));
    expect(await push()).toEqual({ identical: 2, missing: 2, different: 4, extra: 2, bytes: 4 + 4 + 4 + 4 + 11 });
    expect(new Set(await waiting(POOL_1, "images"))).toEqual(
      new Set(["content", "empty folder", "kind", "missing", "mode", "time"]),
    );
    expect(new Set(await waiting(POOL_1, "tombstones"))).toEqual(new Set(["extra", "extra/file"]));
    const [first] = await book(POOL_1).next(DATA_CONF, "images", await book(POOL_1).mark(), 1);
    expect(first?.firstAt).toBe(NOW);
  });

  test("of equal sides makes nothing pending", async () => {
    for (const root of [own, standby]) write(root("a/b"), "same");
    expect(await push()).toEqual({ identical: 2, missing: 0, different: 0, extra: 0, bytes: 0 });
    expect([...(await waiting(POOL_1, "images")), ...(await waiting(POOL_1, "tombstones"))]).toEqual([]);
  });

  test("takes a signature that it does not know for another item", async () => {
    write(own("a"), "own");
    const theirs = pagesOf([{ table: CONTENT, key: "a", signature: "of-another-version" }]);
    expect(await side(POOL_1).push(theirs, NOW, gotOn)).toMatchObject({ different: 1, missing: 0, extra: 0 });
  });

  test("never takes a part of its own data set for all of it: a folder that cannot be read, or a lost one, is no loss of items", async () => {
    write(own("a"), "own");
    const theirs = () => {
      const signature = signatureText({ is: "folder", mode: 0o755 });
      return pagesOf([{ table: CONTENT, key: "only/theirs", signature }]);
    };
    const unreadable = side(POOL_1, (real) => ({
      ...real,
      inventory: async function* (home) {
        yield* real.inventory(home);
        throw Object.assign(new Error("no way in"), { code: "EACCES" });
      },
    }));
    await expect(unreadable.push(theirs(), NOW, gotOn)).rejects.toThrow("no way in");
    const lost = side(POOL_1, (real) => ({
      ...real,
      inventory: async function* (home) {
        yield* real.inventory(home);
        rmSync(own(".pairkeeper-store"));
      },
    }));
    await expect(lost.push(theirs(), NOW, gotOn)).rejects.toMatchObject({ code: "store-lost" });
    await expect(side(POOL_1).push(theirs(), NOW, gotOn)).rejects.toMatchObject({ code: "store-lost" });
    expect(await waiting(POOL_1, "tombstones")).toEqual([]);
  });

  test("of many items goes range by range on both sides", async () => {
    const many = Array.from({ length: INVENTORY_RANGE + 5 }, (_, n) => String(n).padStart(5, "0"));
    for (const name of many) writeFileSync(own(name), "");
    const theirs = many.map((key) => ({ table: CONTENT, key: `${key}x`, signature: "any" }));
    const counts = await side(POOL_1).push(pagesOf(theirs.slice(0, 1000), theirs.slice(1000)), NOW, gotOn);
    expect(counts).toMatchObject({ missing: many.length, extra: many.length });
    expect((await waiting(POOL_1, "tombstones")).length).toBe(many.length);
  });

  test("leaves no scratch file behind, also when it fails", async () => {
    const folder = join(world.content(POOL_1), "../../..");
    await push();
    const broken = async function* (): InventoryPages {
      yield [];
      throw new Error("the partner's answer is damaged");
    };
    await expect(side(POOL_1).push(broken(), NOW, gotOn)).rejects.toThrow("damaged");
    expect(readdirSync(folder).filter((name) => /compare/.test(name))).toEqual([]);
  });
});

describe("what is given back", () => {
  const here = (path: string) => standby(path, POOL_2, POOL_1);
  const there = (path: string) => join(world.content(POOL_2, POOL_2), path);

  test("is what the home lacks; what differs is told and left alone, what it alone has stays", async () => {
    for (const root of [here, there]) write(root("same"), "same");
    write(here("folder/missing"), "12345");
    write(here("differs"), "old");
    write(there("differs"), "new!");
    write(there("extra"), "extra");
    const before = snapshot(world.content(POOL_1, POOL_2));
    expect(await giveBack()).toEqual({
      identical: 1,
      missing: 2,
      different: 1,
      extra: 1,
      bytes: 5 + 3,
      leftAlone: [{ is: "different", table: CONTENT, key: "differs" }],
    });
    expect(await waiting(POOL_1, "images", bookTable("standby", CONTENT))).toEqual(["folder", "folder/missing"]);
    expect(await waiting(POOL_1, "images")).toEqual([]);
    expect(snapshot(world.content(POOL_1, POOL_2))).toEqual(before);
    expect(readFileSync(there("differs"), "utf8")).toBe("new!");
  });

  test("names a hundred of those that differ, and counts them all", async () => {
    for (let n = 0; n < 120; n++) {
      write(here(`${n}`), "here");
      write(there(`${n}`), "there");
    }
    const given = await giveBack();
    expect([given.different, given.leftAlone.length]).toEqual([120, 100]);
  });

  test("is nothing out of a standby that is lost, or is not whole itself", async () => {
    write(here("a"), "a");
    rmSync(here(".pairkeeper-store"));
    await expect(giveBack()).rejects.toMatchObject({ code: "store-lost" });
    expect(await waiting(POOL_1, "images", bookTable("standby", CONTENT))).toEqual([]);
  });

  test("is forgotten when its request was ended, and own items are not", async () => {
    for (let n = 0; n < 1200; n++) write(here(`${n}`), "");
    write(own("own"), "own");
    await giveBack();
    await push();
    await side(POOL_1).forgetReturns();
    expect(await waiting(POOL_1, "images", bookTable("standby", CONTENT))).toEqual([]);
    expect(await waiting(POOL_1, "images")).toEqual(["own"]);
  });
});

describe("while a data set is being restored", () => {
  const restore = (pool: PoolFqdn, home: PoolFqdn) => book(pool).setRestoring(DATA_CONF, home, "request");

  test("nothing of it is pushed, though its marker is there: what it lacks was not deleted", async () => {
    write(standby("comes back"), "here");
    await restore(POOL_1, POOL_1);
    await expect(push()).rejects.toMatchObject({ code: "restoring" });
    expect(await waiting(POOL_1, "tombstones")).toEqual([]);
  });

  test("a push that it comes in between makes no tombstones", async () => {
    write(standby("comes back"), "here");
    const begins = side(POOL_1, (real) => ({
      ...real,
      inventory: async function* (home) {
        yield* real.inventory(home);
        await restore(POOL_1, POOL_1);
      },
    }));
    const theirs = side(POOL_2).take(POOL_1, gotOn);
    await expect(begins.push(theirs, NOW, gotOn)).rejects.toMatchObject({ code: "restoring" });
    expect(await waiting(POOL_1, "tombstones")).toEqual([]);
  });

  test("a standby that is being filled gives nothing back, and tells what it has", async () => {
    write(standby("a", POOL_2, POOL_1), "a");
    await restore(POOL_1, POOL_2);
    await expect(giveBack()).rejects.toMatchObject({ code: "restoring" });
    expect((await Array.fromAsync(side(POOL_1).take(POOL_2, gotOn))).flat().map((one) => one.key)).toEqual(["a"]);
  });
});

test("what an earlier comparison found to be given back is void with the next", async () => {
  const here = (path: string) => standby(path, POOL_2, POOL_1);
  for (const path of ["a", "b"]) write(here(path), path);
  await giveBack();
  write(join(world.content(POOL_2, POOL_2), "a"), "a");
  expect(await giveBack()).toMatchObject({ identical: 1, missing: 1 });
  expect(await waiting(POOL_1, "images", bookTable("standby", CONTENT))).toEqual(["b"]);
});

describe("what is given back out of the trash", () => {
  const TRASHED = "20261122T040000Z-3-7";
  const trash = (path: string) => join(world.content(POOL_1), "../../Trash", POOL_2, path);
  const give = (...items: string[]) => side(POOL_1).giveBackTrash(POOL_2, items, NOW);
  const waits = () => waiting(POOL_1, "images", bookTable("trash", CONTENT));

  test("is an item, a folder with all below it, and counts those that are there", async () => {
    for (const path of ["folder/deep/a", "folder/b", "file", "other"]) write(trash(`${TRASHED}/${path}`), path);
    expect(await give(`${TRASHED}/folder`, `${TRASHED}/file`, `${TRASHED}/file`, `${TRASHED}/none`)).toBe(2);
    expect(new Set(await waits())).toEqual(
      new Set(["folder", "folder/deep", "folder/deep/a", "folder/b", "file"].map((path) => `${TRASHED}/${path}`)),
    );
    const facts = await book(POOL_1).facts(DATA_CONF, [], 0);
    expect(facts.pendingBytes).toBe("folder/deep/a".length + "folder/b".length + "file".length);
    await side(POOL_1).forgetReturns();
    expect(await waits()).toEqual([]);
  });

  test("never leads out of the trash, and never is a marker", async () => {
    write(trash(`${TRASHED}/.pairkeeper-store`), "a whole data set was moved aside");
    write(trash(`${TRASHED}/content`), "of it");
    for (const item of ["../../DataConf", "a//b", "", `${TRASHED}/..`, `${TRASHED}/.pairkeeper-store`]) {
      expect(await give(item)).toBe(0);
    }
    expect(await give(TRASHED)).toBe(1);
    expect(await waits()).toEqual([`${TRASHED}/content`]);
  });
});
