import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { TrashQuestion } from "#lib/ports/trash.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { folderTrash } from "./trash-list.ts";

const FIRST = "20261120T120000Z-1-1";
const SECOND = "20261121T120000Z-1-9";
const AT = { first: Date.UTC(2026, 10, 20, 12), second: Date.UTC(2026, 10, 21, 12) };
const ALL: TrashQuestion = { home: POOL_1, under: null, text: null, since: null, until: null, after: null, limit: 100 };
const folder = tempFolder();

function put(name: string, path: string, text = "x"): void {
  const place = join(folder(), "Trash", POOL_1, name, path);
  mkdirSync(join(place, ".."), { recursive: true });
  writeFileSync(place, text);
}

const page = (question: Partial<TrashQuestion> = {}, mostNames = 1000) =>
  folderTrash(folder(), () => {}, mostNames).page({ ...ALL, ...question });
const paths = async (question: Partial<TrashQuestion> = {}) => (await page(question)).items.map((item) => item.path);

beforeEach(() => {
  put(FIRST, "d/a");
  put(FIRST, "d.x", "long");
  put(FIRST, "d/b/Deep");
  put(SECOND, "a");
  put(SECOND, ".pairkeeper-store");
  put("what a person put there", "mine");
});

test("what was deleted last comes first; a folder before what is in it; links and markers are left out", async () => {
  symlinkSync("/", join(folder(), "Trash", POOL_1, SECOND, "link"));
  const { items, next } = await page();
  expect(next).toBeNull();
  expect(items.map((item) => [item.path, item.isFolder, item.bytes])).toEqual([
    ["a", false, 1],
    ["d", true, null],
    ["d/a", false, 1],
    ["d/b", true, null],
    ["d/b/Deep", false, 1],
    ["d.x", false, 4],
  ]);
  expect(items[0]).toEqual({
    id: `${SECOND}/a`,
    home: POOL_1,
    table: null,
    path: "a",
    isFolder: false,
    bytes: 1,
    deletedAt: AT.second,
  });
  expect(items[1]).toMatchObject({ id: `${FIRST}/d`, deletedAt: AT.first });
});

test("pages follow each other without a gap, whatever their length, also when what was told last is gone", async () => {
  const whole = (await page()).items;
  for (let limit = 1; limit <= whole.length + 1; limit++) {
    const told = [];
    let after: string | null = null;
    do {
      const next = await page({ after, limit });
      told.push(...next.items);
      after = next.next;
    } while (after !== null);
    expect(told).toEqual(whole);
  }
  rmSync(join(folder(), "Trash", POOL_1, FIRST, "d", "b"), { recursive: true });
  expect(await paths({ after: `${FIRST}/d/b` })).toEqual(["d.x"]);
  expect(await paths({ after: `${SECOND}/zzz` })).toEqual(["d", "d/a", "d.x"]);
});

test("a page looks at so many names: one that finds nothing says where to go on", async () => {
  const first = await page({ text: "deep" }, 4);
  expect(first).toEqual({ items: [], next: `${FIRST}/d/b` });
  expect((await page({ text: "deep", after: first.next }, 4)).items).toMatchObject([{ path: "d/b/Deep" }]);
});

test("by folder, by text in any case, by time, and by home", async () => {
  expect(await paths({ under: "d" })).toEqual(["d/a", "d/b", "d/b/Deep"]);
  expect(await paths({ under: "d/b" })).toEqual(["d/b/Deep"]);
  expect(await paths({ under: "none" })).toEqual([]);
  expect(await paths({ text: "DEEP" })).toEqual(["d/b/Deep"]);
  expect(await paths({ since: AT.second })).toEqual(["a"]);
  expect(await paths({ until: AT.second })).toHaveLength(5);
  expect(await paths({ home: POOL_2 })).toEqual([]);
});

test("names are bytes", async () => {
  const place = Buffer.concat([Buffer.from(`${join(folder(), "Trash", POOL_1, SECOND)}/`), Buffer.from([0x62, 0xff])]);
  mkdirSync(place);
  writeFileSync(Buffer.concat([place, Buffer.from("/é%")]), "");
  expect(await paths({ since: AT.second })).toEqual(["a", "b%FF", "b%FF/é%25"]);
  expect(await paths({ since: AT.second, after: `${SECOND}/b%FF` })).toEqual(["b%FF/é%25"]);
});

test("a root that is not the right one tells nothing", async () => {
  const list = folderTrash(folder(), () => {
    throw new Error("lost");
  });
  await expect(list.page(ALL)).rejects.toThrow("lost");
});

test("others have their turn before each page", async () => {
  let turns = 0;
  setImmediate(() => {
    turns += 1;
  });
  await page();
  expect(turns).toBe(1);
});
