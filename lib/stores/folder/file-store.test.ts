import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { hashOf } from "#lib/disk/read-through.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { folderFileStore } from "./file-store.ts";
import { dataSetFolder, makeFileStore } from "./make-file-store.ts";

const IDENTITY = {
  pool: POOL_1,
  storeId: "store 1",
  dataSets: [
    { home: POOL_1, id: "set 1" },
    { home: POOL_2, id: "set 2" },
  ],
};

const folder = tempFolder();
let root: string;
let content: string;
beforeEach(() => {
  root = join(folder(), "files");
  content = dataSetFolder(root, POOL_1);
});

describe("first start", () => {
  test("makes root, BackupStore, both data sets and all markers; again it changes nothing", () => {
    makeFileStore(root, IDENTITY);
    writeFileSync(join(content, "a.txt"), "content");
    makeFileStore(root, IDENTITY);
    expect(readdirSync(root).sort()).toEqual([".pairkeeper-store", "BackupStore", "DataConf"]);
    expect(readFileSync(join(content, "a.txt"), "utf8")).toBe("content");
  });

  test("that was cut off before the last marker is finished by the next", () => {
    makeFileStore(root, IDENTITY);
    rmSync(join(root, ".pairkeeper-store"));
    rmSync(join(dataSetFolder(root, POOL_2), ".pairkeeper-store"));
    makeFileStore(root, IDENTITY);
    expect(existsSync(join(dataSetFolder(root, POOL_2), ".pairkeeper-store"))).toBe(true);
  });

  test.each([
    ["content that was there before", () => mkdirSync(join(root, "DataConf", POOL_1, "old"), { recursive: true })],
    ["anything else in the root", () => mkdirSync(join(root, "photos"), { recursive: true })],
    ["another store's marker", () => makeFileStore(root, { ...IDENTITY, storeId: "another" })],
  ])("does not take over %s", (_what, before) => {
    before();
    expect(() => makeFileStore(root, IDENTITY)).toThrow(expect.objectContaining({ code: "store-lost" }));
  });
});

describe("a store", () => {
  const open = () => {
    makeFileStore(root, IDENTITY);
    return folderFileStore(root, IDENTITY);
  };

  test("is the right one only with its own markers", async () => {
    const store = open();
    await store.checkDataSet(POOL_2);
    writeFileSync(join(dataSetFolder(root, POOL_2), ".pairkeeper-store"), "{}");
    await expect(store.checkDataSet(POOL_2)).rejects.toMatchObject({ code: "store-lost" });
    await store.checkDataSet(POOL_1);
    rmSync(join(root, ".pairkeeper-store"));
    await expect(store.checkDataSet(POOL_1)).rejects.toMatchObject({ code: "store-lost" });
  });

  test("lists names sorted, without its marker; a folder that is not there is null", async () => {
    const store = open();
    for (const name of ["b", "a"]) writeFileSync(join(content, name), name);
    symlinkSync("a", join(content, "c"));
    expect((await store.list(POOL_1, ""))?.map(({ is, name }) => `${is} ${name}`)).toEqual([
      "file a",
      "file b",
      "other c",
    ]);
    expect(await store.list(POOL_1, "none")).toBeNull();
  });

  test("a marker's name deeper down is an ordinary name", async () => {
    const store = open();
    mkdirSync(join(content, "deep"));
    writeFileSync(join(content, "deep", ".pairkeeper-store"), "a user's");
    expect(await store.list(POOL_1, "deep")).toHaveLength(1);
  });

  const staged = (text: string) => {
    const path = join(root, "BackupStore", "Temp", "part");
    writeFileSync(path, text);
    return path;
  };
  const faceOf = async (text: string, path = "a.txt") => {
    const sha256 = (await hashOf(staged(text))) ?? "";
    return { path, mode: 0o640, mtimeNs: 1_600_000_000_123_456_000n, sha256 };
  };

  test("places a part with mode and time, and placing it again is nothing", async () => {
    const store = open();
    const file = await faceOf("new");
    await store.place(POOL_1, file, staged("new"));
    const stat = statSync(join(content, "a.txt"));
    expect([stat.mode & 0o777, Math.round(stat.mtimeMs)]).toEqual([0o640, 1_600_000_000_123]);
    await store.place(POOL_1, file, join(root, "nowhere"));
    expect(readFileSync(join(content, "a.txt"), "utf8")).toBe("new");
  });

  test("a part that is gone while its place holds something else is a damaged package", async () => {
    const store = open();
    writeFileSync(join(content, "a.txt"), "old");
    await expect(store.place(POOL_1, await faceOf("new"), join(root, "nowhere"))).rejects.toMatchObject({
      code: "package-damaged",
    });
    expect(readFileSync(join(content, "a.txt"), "utf8")).toBe("old");
  });

  test("a link in the file's place is replaced, never written through", async () => {
    const store = open();
    const outside = join(root, "..", "outside");
    writeFileSync(outside, "outside");
    symlinkSync(outside, join(content, "a.txt"));
    await store.place(POOL_1, await faceOf("new"), staged("new"));
    expect(readFileSync(outside, "utf8")).toBe("outside");
    expect(statSync(join(content, "a.txt")).isFile()).toBe(true);
  });

  test("a folder in the file's place is a conflict", async () => {
    const store = open();
    mkdirSync(join(content, "a.txt"));
    await expect(store.place(POOL_1, await faceOf("new"), staged("new"))).rejects.toMatchObject({
      code: "type-conflict",
    });
    writeFileSync(join(content, "file"), "");
    await expect(store.makeFolder(POOL_1, "file/deep")).rejects.toMatchObject({ code: "type-conflict" });
    mkdirSync(join(root, "..", "elsewhere", "deep"), { recursive: true });
    symlinkSync(join(root, "..", "elsewhere"), join(content, "link"));
    await expect(store.makeFolder(POOL_1, "link/deep")).rejects.toMatchObject({ code: "type-conflict" });
  });

  test("copies out what was there, with its hash; links and folders are no files", async () => {
    const store = open();
    writeFileSync(join(content, "a.txt"), "content");
    symlinkSync("a.txt", join(content, "link"));
    mkdirSync(join(content, "folder"));
    const target = join(root, "BackupStore", "Temp", "copy");
    const copied = await store.copyOut(POOL_1, "a.txt", target);
    expect(copied).toMatchObject({ bytes: 7, heldStill: true, sha256: await hashOf(target) });
    for (const name of ["link", "folder", "none"]) expect(await store.copyOut(POOL_1, name, target)).toBeNull();
  });
});
