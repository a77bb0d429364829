import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { FileStore, FolderNews } from "#lib/ports/file-store.ts";
import { DATA_CONF, POOL_1 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { filesModule } from "./files-module.ts";

const FACE: ModuleFace = {
  name: DATA_CONF,
  category: "UserData",
  kind: "files",
  aliases: [],
  item: { one: "file", many: "files" },
};

let world: TwoPools;
const at = (path: string) => join(world.content(POOL_1), path);
const book = () => world.contentOf(POOL_1).store.book;

/** Folders 0, a, b and a file b/f, all of which the partner has. */
beforeEach(async () => {
  world = await TwoPools.open();
  for (const folder of ["0", "a", "b"]) mkdirSync(at(folder));
  writeFileSync(at("b/f"), "f");
  await look();
  const ids = (await waiting("images")).map((entry) => entry.id);
  const ref = { epoch: nextEpoch(), seq: 1, hash: "-" as ManifestHash, items: ids.length, bytes: 1 };
  await book().launch(DATA_CONF, ref, ids, [], 0);
  await book().clear(DATA_CONF, [ref]);
});
afterEach(() => world.close());

const waiting = async (phase: "images" | "tombstones") => book().next(DATA_CONF, phase, await book().mark(), 1000);
const keys = async (phase: "images" | "tombstones") => (await waiting(phase)).map((entry) => entry.key).sort();

type Meanwhile = {
  /** Right before a folder is looked into; alone: for what was young in it. */
  readonly before?: (folder: string, isAlone: boolean) => void;
  readonly after?: (folder: string, pass: number) => void;
  /** The passes for which the file server's clock stands where the files were written. */
  readonly still?: (pass: number) => boolean;
};

/** When a folder, or what stands in it, was written last. */
function writtenNs(folder: string): bigint {
  const all = [at(folder), ...readdirSync(at(folder)).map((name) => at(join(folder, name)))];
  const stamps = all.map((path) => statSync(path, { bigint: true }).ctimeNs);
  return stamps.sort((a, b) => Number(a - b)).at(-1) ?? 0n;
}

/** Looks, and tells how often the whole was looked at. */
async function look({ before, after, still }: Meanwhile = {}): Promise<Look & { passes: number }> {
  let passes = 0;
  const stores = world.contentOf(POOL_1);
  const files: FileStore = {
    ...stores.files,
    compare: async (home, asked, everything, nowNs) => {
      const news: FolderNews[] = [];
      for (const one of asked) {
        if (one.folder === "") passes += 1;
        before?.(one.folder, asked.length === 1);
        const at = still?.(passes) ? writtenNs(one.folder) : nowNs;
        news.push(...(await stores.files.compare(home, [one], everything, at)));
        after?.(one.folder, passes);
      }
      return news;
    },
  };
  const side = filesModule(FACE, () => ({ ...stores, files }), world.clock).exportSide(POOL_1);
  return { ...(await side.look(false, () => {})), passes };
}

test("looks once when nothing is gone, and once more when something is", async () => {
  writeFileSync(at("a/new"), "new");
  expect(await look()).toMatchObject({ passes: 1, closed: true });
  rmSync(at("b/f"));
  expect(await look()).toMatchObject({ passes: 2, closed: true });
  expect(await look()).toMatchObject({ passes: 1, closed: true });
});

test("finds what moved to where it had looked already", async () => {
  const found = await look({
    after: (folder, pass) => {
      if (folder === "a" && pass === 1) renameSync(at("b/f"), at("a/f"));
    },
  });
  expect([found.closed, await keys("images"), await keys("tombstones")]).toEqual([true, ["a/f"], ["b/f"]]);
});

test("looks a third time when the second found something new, for that may have moved too", async () => {
  const found = await look({
    after: (folder, pass) => {
      if (folder === "a" && pass === 1) renameSync(at("b/f"), at("a/f"));
      if (folder === "a" && pass === 2) renameSync(at("a/f"), at("0/f"));
    },
  });
  expect([found.passes, await keys("images"), await keys("tombstones")]).toEqual([3, ["0/f"], ["a/f", "b/f"]]);
  expect(found.closed).toBe(false);
  expect(await look()).toMatchObject({ passes: 1, closed: true });
});

test("finds what moved while it waited for it to hold still", async () => {
  let isMoved = false;
  appendFileSync(at("b/f"), "more");
  const found = await look({
    before: (folder, isAlone) => {
      if (folder !== "b" || !isAlone || isMoved) return;
      renameSync(at("b/f"), at("a/f"));
      isMoved = true;
    },
    still: (pass) => pass === 1,
  });
  expect(isMoved).toBe(true);
  expect([found.closed, await keys("images"), await keys("tombstones")]).toEqual([true, ["a/f"], ["b/f"]]);
});

test("finds what moved together with its folder, which was listed and went away", async () => {
  const found = await look({
    after: (folder, pass) => {
      if (folder === "a" && pass === 1) renameSync(at("b"), at("a/b"));
    },
  });
  expect([found.closed, await keys("images"), await keys("tombstones")]).toEqual([
    true,
    ["a/b", "a/b/f"],
    ["b", "b/f"],
  ]);
});

test("looks three times at most: what never stops moving is not closed", async () => {
  const found = await look({
    after: (folder, pass) => {
      if (folder === "") writeFileSync(at(`0/${pass}`), "");
      if (folder === "a") rmSync(at(pass === 1 ? "b/f" : `0/${pass}`));
    },
  });
  expect(found).toMatchObject({ passes: 3, closed: false, fault: null });
});

test("a file that is written on and on is nothing new each time", async () => {
  rmSync(at("b/f"));
  const found = await look({ before: () => appendFileSync(at("a/log"), "line"), still: () => true });
  expect(found).toMatchObject({ passes: 2, closed: false });
});
