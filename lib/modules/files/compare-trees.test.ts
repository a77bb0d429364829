import { chmodSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pathBytes } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { AMPLE, Carrier } from "#lib/testkit/carry-package.ts";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { DATA_CONF_FACE } from "#lib/testkit/faces.ts";
import { snapshot } from "#lib/testkit/tree-snapshot.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { itemsIn } from "./count-returned.ts";
import { filesModule } from "./files-module.ts";

/* Any two trees, here and there, compared by inventories and brought together by packages; judged by what lies on the disk. */

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
});
afterEach(() => world.close());

type Item = {
  readonly is: "file" | "folder";
  readonly path: string;
  readonly text: string;
  readonly mode: number;
  readonly at: number;
};

const names = ["a", "b", "A", "ü", "%FF", "100%25 'x'\n", "é".repeat(127)];
const item: fc.Arbitrary<Item> = fc.record({
  is: fc.constantFrom("file" as const, "file" as const, "folder" as const),
  path: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((steps) => steps.join("/")),
  text: fc.constantFrom("", "x", "y", "long ".repeat(300)),
  mode: fc.constantFrom(0o644, 0o600, 0o755),
  at: fc.integer({ min: 1, max: 3 }),
});
const tree = fc.array(item, { maxLength: 14 });

const place = (root: string, path: string) =>
  Buffer.concat([Buffer.from(`${root}/`), pathBytes(path) ?? Buffer.alloc(0)]);

/** Lays a tree in an empty data set; what does not fit to what lies there already is left out. */
function lay(root: string, items: readonly Item[]): void {
  for (const name of readdirSync(root, { encoding: "buffer" })) {
    if (name.toString() === ".pairkeeper-store") continue;
    rmSync(Buffer.concat([Buffer.from(`${root}/`), name]), { recursive: true });
  }
  for (const one of items) {
    const at = place(root, one.path);
    try {
      mkdirSync(at.subarray(0, at.lastIndexOf("/")), { recursive: true });
      if (one.is === "folder") mkdirSync(at);
      else writeFileSync(at, one.text, { flag: "wx" });
      chmodSync(at, one.is === "folder" ? one.mode | 0o700 : one.mode);
      utimesSync(at, one.at, one.at);
    } catch {
      // something of that name, or a file on the way, was first
    }
  }
}

/** By path, what of each item travels. */
function itemsOf(root: string): Map<string, string> {
  const lines = snapshot(root).map((line): [string, string] => {
    const found = /^(.*?) ([0-7]+ -?\d+ (?:folder|[0-9a-f]{64}))$/s.exec(line) ?? [];
    return [found[1] ?? "", (found[2] ?? "").replace(/ -?\d+ folder$/, " folder")];
  });
  return new Map(lines.filter(([path]) => path !== "/.pairkeeper-store"));
}

const deployed = (meddle: (pool: PoolFqdn) => object = () => ({})) =>
  filesModule(DATA_CONF_FACE, (pool) => ({ ...world.contentOf(pool), ...meddle(pool) }), world.clock);

const RUNS = { numRuns: 60 };

test("after a push the standby is the same as what was pushed, whatever stood there", async () => {
  const own = world.content(POOL_1);
  const standby = world.content(POOL_2);
  const module = deployed();
  const exporting = module.exportSide(POOL_1);
  const lane = { module: DATA_CONF, from: POOL_1, to: POOL_2 };
  const { book } = world.contentOf(POOL_1).store;
  const carrier = new Carrier(join(world.folder, "packages"), lane, exporting, book);
  const position = { applied: null, working: null };
  await fc.assert(
    fc.asyncProperty(tree, tree, async (mine, theirs) => {
      lay(own, mine);
      lay(standby, theirs);
      await exporting.look(false, () => {});
      const pages = module.inventorySide(POOL_2).take(POOL_1, () => {});
      const counts = await module.inventorySide(POOL_1).push(pages, world.clock.now(), () => {});
      const here = itemsOf(own);
      const there = itemsOf(standby);
      expect(counts.identical + counts.missing + counts.different).toBe(here.size);
      expect(counts.identical + counts.different + counts.extra).toBe(there.size);
      for (const phase of ["images", "tombstones", "images", "tombstones"] as const) {
        for (let one = await carrier.next(phase); one; one = await carrier.next(phase)) {
          await module.importSide(POOL_2).apply(POOL_1, one.received, position, () => {});
        }
      }
      expect(itemsOf(standby)).toEqual(here);
      expect(itemsOf(own)).toEqual(here);
    }),
    RUNS,
  );
});

/** Where the import of a returned package dies once. */
const death = fc.constantFrom("nowhere", "placeMissing", "sync", "noteReturn", "forgetReturned", "setPosition");

test("what is given back brings what is missing, overwrites nothing, and each item is in one case of the receipt", async () => {
  const home = world.content(POOL_1);
  const standby = world.content(POOL_2);
  const module = deployed();
  const lane = { module: DATA_CONF, from: POOL_2, to: POOL_1 };
  const stores = world.contentOf(POOL_1);
  const carrier = new Carrier(
    join(world.folder, "packages"),
    lane,
    module.exportSide(POOL_2),
    world.contentOf(POOL_2).store.book,
  );
  let request = 0;
  await fc.assert(
    fc.asyncProperty(tree, tree, death, async (mine, theirs, dies) => {
      request += 1;
      const id = `request ${request}`;
      lay(home, mine);
      lay(standby, theirs);
      const before = itemsOf(home);
      const kept = itemsOf(standby);
      const untouched = snapshot(standby);
      const pages = module.inventorySide(POOL_1).take(POOL_1, () => {});
      const given = await module.inventorySide(POOL_2).giveBack(POOL_1, pages, world.clock.now(), () => {});
      for (let one = await carrier.next("images", id); one; one = await carrier.next("images", id)) {
        const position = () => stores.store.book.position(DATA_CONF, POOL_2);
        const dying = deployed(() => deadly(stores.files, stores.store.book, dies));
        await dying
          .importSide(POOL_1)
          .applyReturned(one.received, await position(), () => {})
          .catch((thrown: Error) => expect(thrown.message).toBe("dies"));
        await module.importSide(POOL_1).applyReturned(one.received, await position(), () => {});
        await stores.store.book.setPosition(DATA_CONF, POOL_2, { applied: one.received.ref, working: null });
      }
      const after = itemsOf(home);
      const missing = [...kept.keys()].filter((path) => !before.has(path));
      const blocked = missing.filter((path) => isBlocked(path, before));
      const placed = missing.filter((path) => !blocked.includes(path));
      const same = [...kept].filter(([path, what]) => before.get(path) === what);
      const back = placed.map((path): [string, string] => [path, kept.get(path) ?? ""]);
      expect(after).toEqual(new Map([...before, ...back]));
      expect(snapshot(standby)).toEqual(untouched);
      const different = kept.size - missing.length - same.length;
      expect(given).toMatchObject({ identical: same.length, missing: missing.length, different });
      const receipt = await stores.store.book.receipt(DATA_CONF, POOL_2);
      const counted: ReturnReceipt | null = receipt?.requestId === id ? receipt : null;
      expect(counted ? itemsIn(counted) : 0).toBe(missing.length);
      expect([counted?.placed ?? 0, counted?.different ?? 0]).toEqual([placed.length, blocked.length]);
      expect((counted?.leftAlone ?? []).length).toBe(blocked.length);
      expect((await stores.store.book.heldSet(DATA_CONF))?.items ?? 0).toBe(blocked.length);
      await stores.store.book.contest(DATA_CONF);
    }),
    RUNS,
  );
});

/** Something that is no folder stands where one of its folders was. */
function isBlocked(path: string, home: ReadonlyMap<string, string>): boolean {
  const steps = path.split("/");
  return steps.some((_, depth) => home.get(steps.slice(0, depth).join("/"))?.endsWith("folder") === false);
}

/** Stores of which one call fails, as when the process dies there. */
function deadly(files: FileStore, book: LaneBook, at: string) {
  const dies = async () => {
    throw new Error("dies");
  };
  const store = {
    ...world.contentOf(POOL_1).store,
    book: at in book && at !== "setPosition" ? { ...book, [at]: dies } : book,
  };
  return { files: at in files ? { ...files, [at]: dies } : files, store };
}

test("packages end where a cycle has no more room, and the next goes on", async () => {
  const standby = world.content(POOL_2);
  const module = deployed();
  for (let n = 0; n < 30; n++) writeFileSync(join(standby, `${n}`), "x".repeat(2000));
  const pages = module.inventorySide(POOL_1).take(POOL_1, () => {});
  await module.inventorySide(POOL_2).giveBack(POOL_1, pages, 1, () => {});
  const lane = { module: DATA_CONF, from: POOL_2, to: POOL_1 };
  const carrier = new Carrier(
    join(world.folder, "packages"),
    lane,
    module.exportSide(POOL_2),
    world.contentOf(POOL_2).store.book,
  );
  const sizes: number[] = [];
  const room = { ...AMPLE, bytes: 10_000, isFresh: false };
  for (let one = await carrier.next("images", "r", room); one; one = await carrier.next("images", "r", room)) {
    sizes.push(one.packed.sent.length);
    expect(one.packed.bytes).toBeLessThanOrEqual(10_000);
  }
  expect(sizes).toEqual([5, 5, 5, 5, 5, 5]);
});
