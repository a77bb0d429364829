import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { FileStore } from "#lib/ports/file-store.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { IDENTITY } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { folderFileStore } from "./file-store.ts";
import { dataSetFolder, makeFileStore } from "./make-file-store.ts";

const MARKER = ".pairkeeper-store";
const ASIDE = "20261122T040000Z-0-0";
const LOST = { code: "store-lost" };
const folder = tempFolder();
let root: string;
let content: string;
let store: FileStore;
const open = () => folderFileStore(root, IDENTITY, "DataConf");
const write = (name: string) => writeFileSync(join(content, name), name);
const place = (files = store) => files.place(POOL_1, [{ path: "new", mode: 0o755 }], [], "trash", () => {});

beforeEach(() => {
  root = join(folder(), "files");
  content = dataSetFolder(root, "DataConf", POOL_1);
  makeFileStore(root, IDENTITY);
  store = open();
});

describe("where a data set stands", () => {
  test.each([
    ["whole", () => {}, { is: "ok" }],
    ["without its folder", () => rmSync(content, { recursive: true }), { is: "lost", why: "gone" }],
    ["as an empty folder", () => rmSync(join(content, MARKER)), { is: "lost", why: "gone" }],
    [
      "without its marker",
      () => {
        write("a");
        rmSync(join(content, MARKER));
      },
      { is: "lost", why: "unmarked" },
    ],
    [
      "under the marker of its partner",
      () => writeFileSync(join(content, MARKER), readFileSync(join(dataSetFolder(root, "DataConf", POOL_2), MARKER))),
      { is: "lost", why: "foreign" },
    ],
    [
      "as a file in its place",
      () => {
        rmSync(content, { recursive: true });
        writeFileSync(content, "");
      },
      { is: "lost", why: "gone" },
    ],
  ])("%s", async (_how, before, state) => {
    before();
    expect(await store.stateOf(POOL_1)).toEqual(state);
    if (state.is === "lost") await expect(store.checkDataSet(POOL_1)).rejects.toMatchObject(LOST);
  });

  test("a root without its marker, or of an older epoch, is a lost store and no state of a data set", async () => {
    const adopted = folderFileStore(root, { ...IDENTITY, storeEpoch: 2 }, "DataConf");
    await expect(adopted.stateOf(POOL_1)).rejects.toMatchObject(LOST);
    await expect(adopted.beginRestore(POOL_1, null)).rejects.toMatchObject(LOST);
    rmSync(join(root, MARKER));
    await expect(store.stateOf(POOL_1)).rejects.toMatchObject(LOST);
  });

  test("what cannot be read now is no loss", async () => {
    rmSync(join(content, MARKER));
    mkdirSync(join(content, MARKER));
    await expect(store.stateOf(POOL_1)).rejects.toMatchObject({ code: "EISDIR" });
  });

  test("a pool that this store holds nothing of is told so", async () => {
    const other = folderFileStore(root, { ...IDENTITY, dataSets: [] }, "DataConf");
    await expect(other.checkDataSet(POOL_1)).rejects.toMatchObject(LOST);
  });
});

describe("a restore", () => {
  test("makes the folder that is gone, takes imports, and writes the marker last", async () => {
    rmSync(content, { recursive: true });
    await expect(place()).rejects.toMatchObject(LOST);
    await store.beginRestore(POOL_1, null);
    await place();
    expect(await store.stateOf(POOL_1)).toEqual({ is: "lost", why: "unmarked" });
    await expect(store.checkDataSet(POOL_1)).rejects.toMatchObject(LOST);
    await store.endRestore(POOL_1);
    expect(await store.stateOf(POOL_1)).toEqual({ is: "ok" });
    expect(readdirSync(content).sort()).toEqual([MARKER, "new"]);
  });

  test("moves what stands there to the trash, whole and once", async () => {
    write("a");
    const before = readFileSync(join(content, MARKER), "utf8");
    await store.beginRestore(POOL_1, ASIDE);
    await store.beginRestore(POOL_1, ASIDE);
    const trash = join(root, "Trash", POOL_1);
    expect(readdirSync(trash)).toEqual([ASIDE]);
    expect(readFileSync(join(trash, ASIDE, "a"), "utf8")).toBe("a");
    expect(readFileSync(join(trash, ASIDE, MARKER), "utf8")).toBe(before);
    expect(readdirSync(content)).toEqual([]);
  });

  test("never covers what lies in the trash already", async () => {
    write("a");
    expect(await store.asideName(POOL_1, ASIDE)).toBe(ASIDE);
    await store.beginRestore(POOL_1, ASIDE);
    expect(await store.asideName(POOL_1, ASIDE)).toBeNull();
    write("b");
    const next = await store.asideName(POOL_1, ASIDE);
    expect(next).toBe("20261122T040000Z-0-1");
    await store.beginRestore(POOL_1, next);
    expect(readdirSync(join(root, "Trash", POOL_1))).toEqual([ASIDE, next]);
  });

  test("moves what came after it as little as it moves it twice", async () => {
    write("a");
    await store.beginRestore(POOL_1, ASIDE);
    write("b");
    await store.beginRestore(POOL_1, ASIDE);
    expect(readdirSync(content)).toEqual(["b"]);
    expect(readdirSync(join(root, "Trash", POOL_1, ASIDE))).toContain("a");
  });

  test("without a name for it all stays; another store's marker goes", async () => {
    write("a");
    writeFileSync(join(content, MARKER), "{}");
    await store.beginRestore(POOL_1, null);
    await place();
    expect(readdirSync(content).sort()).toEqual(["a", "new"]);
  });

  test("goes on in another process when it is told so, and not by itself", async () => {
    rmSync(content, { recursive: true });
    await store.beginRestore(POOL_1, null);
    const next = open();
    await expect(place(next)).rejects.toMatchObject(LOST);
    next.resumeRestore(POOL_1);
    await place(next);
    await next.endRestore(POOL_1);
    await open().checkDataSet(POOL_1);
  });

  test("neither makes the folder again nor ends when it went away meanwhile", async () => {
    await store.beginRestore(POOL_1, ASIDE);
    rmSync(content, { recursive: true });
    store.resumeRestore(POOL_1);
    await expect(place()).rejects.toMatchObject(LOST);
    await expect(store.endRestore(POOL_1)).rejects.toMatchObject(LOST);
    expect(existsSync(content)).toBe(false);
  });

  test("does not write into another store that was mounted in its place", async () => {
    await store.beginRestore(POOL_1, ASIDE);
    writeFileSync(join(content, MARKER), "{}");
    await expect(place()).rejects.toMatchObject(LOST);
    await expect(store.endRestore(POOL_1)).rejects.toMatchObject(LOST);
  });

  test("is over once it ended: a marker that goes after that is a loss", async () => {
    await store.beginRestore(POOL_1, null);
    await store.endRestore(POOL_1);
    await store.endRestore(POOL_1);
    rmSync(join(content, MARKER));
    await expect(place()).rejects.toMatchObject(LOST);
  });

  test("that cannot move what stands there changes nothing", async () => {
    write("a");
    mkdirSync(join(root, "Trash"));
    chmodSync(join(root, "Trash"), 0o500);
    if (process.getuid?.() === 0) writeFileSync(join(root, "Trash", POOL_1), ""); // no mode stops root
    await expect(store.beginRestore(POOL_1, ASIDE)).rejects.toThrow();
    chmodSync(join(root, "Trash"), 0o700);
    expect(await store.stateOf(POOL_1)).toEqual({ is: "ok" });
  });
});
