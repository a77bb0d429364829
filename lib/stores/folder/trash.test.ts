import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { StoreUnderTest } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { trashCap } from "./empty-trash.ts";

const folder = tempFolder();
let store: StoreUnderTest;
beforeEach(() => {
  store = new StoreUnderTest(folder());
});

const at = (...path: string[]) => join(store.content, ...path);
const discard = (...paths: string[]) => store.store.discard(POOL_1, paths, "trash");
const trashed = (path: string) => readFileSync(store.trashed(path), "utf8");

test("files and folders lie in the trash under their paths; what is not there is done", async () => {
  for (const path of ["a", "d/x", "d/y", "keep/z"]) store.write(path, path);
  await discard("d", "d/x", "d/y", "a", "none", "none/at/all", "a/below a file");
  expect([trashed("a"), trashed("d/x"), trashed("d/y")]).toEqual(["a", "d/x", "d/y"]);
  expect(readdirSync(store.content).sort()).toEqual([".pairkeeper-store", "keep"]);
  await discard("d", "a");
});

test("the trash is on the store's own file system and outside of what is looked at", async () => {
  store.write("a");
  await discard("a");
  expect(existsSync(join(store.root, "Trash", POOL_1, "trash", "a"))).toBe(true);
  expect((await store.read("")).changed.names).toEqual([]);
});

test("the same path twice is there twice, and a path below a file that lies there has a place too", async () => {
  store.write("a", "1");
  await discard("a");
  store.write("a", "2");
  await discard("a");
  store.write("a/b", "3");
  await discard("a/b");
  const all = readdirSync(join(store.root, "Trash", POOL_1, "trash")).map((name) => trashed(name));
  expect(all.sort()).toEqual(["1", "2", "3"]);
});

test("a path that is too long for the trash has a short name there", async () => {
  const step = "x".repeat(200);
  let path = step;
  while (at(path, step).length < 3900) path = `${path}/${step}`;
  path = `${path}/${"y".repeat(4094 - at(path).length - 1)}`; // as long as can be, and the trash lies deeper
  store.write(path, "deep");
  await discard(path);
  const short = readdirSync(join(store.root, "Trash", POOL_1, "trash")).find((name) => /^[0-9a-f]{32}-1$/.test(name));
  expect(trashed(short ?? "none")).toBe("deep");
});

test("a folder that forbids writing moves, with its mode, and so does what is in one", async () => {
  store.write("shut/a", "a");
  store.write("half/b", "b");
  for (const name of ["shut", "half"]) chmodSync(at(name), 0o555);
  await discard("shut", "half/b");
  expect(statSync(store.trashed("shut")).mode & 0o777).toBe(0o555);
  expect(statSync(at("half")).mode & 0o777).toBe(0o555);
  expect([trashed("shut/a"), trashed("half/b")]).toEqual(["a", "b"]);
  for (const place of [store.trashed("shut"), at("half")]) chmodSync(place, 0o755);
});

test("a link is moved itself, and nothing behind one", async () => {
  const outside = join(folder(), "outside");
  mkdirSync(outside);
  mkdirSync(join(outside, "x"));
  symlinkSync(outside, at("link"));
  await discard("link/x");
  expect(existsSync(join(outside, "x"))).toBe(true);
  await discard("link");
  expect(lstatSync(store.trashed("link")).isSymbolicLink()).toBe(true);
  expect(existsSync(join(outside, "x"))).toBe(true);
});

test("the trash is emptied of what came before a name, one after the other, and of nothing that a person put there", async () => {
  const trash = join(store.root, "Trash", POOL_1);
  for (const name of ["20260102T000000Z-1-1", "20260101T000000Z-1-2", "20260103T000000Z-2-1", "0 mine"]) {
    mkdirSync(join(trash, name, "d"), { recursive: true });
  }
  const empty = () => store.store.emptyTrash(POOL_1, "20260103T000000Z");
  expect([await empty(), readdirSync(trash).length, await empty(), await empty()]).toEqual([true, 3, true, false]);
  expect(readdirSync(trash)).toEqual(["0 mine", "20260103T000000Z-2-1"]);
});

test("a trash that has grown too large loses its oldest, never its newest", async () => {
  const trash = join(store.root, "Trash", POOL_1);
  const names = Array.from({ length: 20 }, (_, number) => `20260101T0000${10 + number}Z-1-1`);
  for (const name of names) {
    mkdirSync(join(trash, name, "d"), { recursive: true });
    writeFileSync(join(trash, name, "d", Buffer.from([0x66, 0xff]).toString("latin1")), "x".repeat(100_000));
  }
  const empty = (most: number) => store.store.emptyTrash(POOL_1, "2", most);
  expect(await empty(20 * 110_000)).toBe(false);
  expect(await empty(3 * 110_000)).toBe(true);
  expect(readdirSync(trash)).toEqual(names.slice(16));
  expect(await empty(3 * 110_000)).toBe(true);
  expect(readdirSync(trash)).toEqual(names.slice(17));
  expect(await empty(3 * 110_000)).toBe(false);
  expect(await empty(10)).toBe(true);
  expect(await empty(10)).toBe(false);
  expect(readdirSync(trash)).toEqual(names.slice(19));
});

test("a trash has a tenth of the file system, and 10 GiB at most", () => {
  const { blocks, bsize } = statfsSync(store.root);
  expect(trashCap(store.root)).toBe(Math.min(Math.floor((blocks * bsize) / 10), 10 * 1024 ** 3));
});

test("a trash that is not there is empty", async () => {
  expect(await store.store.emptyTrash(POOL_1, "2")).toBe(false);
});

test.each([
  ["Trash", () => join(store.root, "Trash")],
  ["the trash of a pool", () => join(store.root, "Trash", POOL_1)],
])(
  "a file in place of %s is told by the same folder at each try, though each has a name of its own",
  async (_, place) => {
    mkdirSync(dirname(place()), { recursive: true });
    writeFileSync(place(), "in the way");
    store.write("a");
    store.write("b/c");
    const stable = { code: "store-unreachable", path: join(store.root, "Trash", POOL_1) };
    for (const name of ["20261129T220000Z-3-1", "20261129T220002Z-3-1"]) {
      await expect(store.store.discard(POOL_1, ["a"], name)).rejects.toMatchObject(stable);
      await expect(store.store.place(POOL_1, [], [store.stage("b", "b")], name, () => {})).rejects.toMatchObject(
        stable,
      );
    }
    expect(existsSync(at("a"))).toBe(true);
  },
);

test("a folder for what is on its way that cannot be made is told by the same name at each try", async () => {
  const shut = (path: string) => {
    throw Object.assign(new Error("It is shut."), { code: "EACCES", path });
  };
  store = new StoreUnderTest(join(folder(), "shut"), { mkdirSync: shut as typeof mkdirSync });
  const stable = { path: join(store.root, "BackupStore", "Temp", `placing-DataConf-${POOL_1}`) };
  for (const name of ["1", "2"]) {
    await expect(store.store.place(POOL_1, [], [store.stage("b", "b")], name, () => {})).rejects.toMatchObject(stable);
  }
});
