import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { IDENTITY } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { folderFileStore } from "./file-store.ts";
import { dataSetFolder, makeFileStore } from "./make-file-store.ts";

const folder = tempFolder();
let root: string;
let content: string;
beforeEach(() => {
  root = join(folder(), "files");
  content = dataSetFolder(root, "DataConf", POOL_1);
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
    rmSync(join(dataSetFolder(root, "DataConf", POOL_2), ".pairkeeper-store"));
    makeFileStore(root, IDENTITY);
    expect(existsSync(join(dataSetFolder(root, "DataConf", POOL_2), ".pairkeeper-store"))).toBe(true);
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

test("a store is the right one only with its own markers, and nothing is written into any other", async () => {
  makeFileStore(root, IDENTITY);
  const store = folderFileStore(root, IDENTITY, "DataConf");
  const lost = { code: "store-lost" };
  await store.checkDataSet(POOL_2);
  writeFileSync(join(dataSetFolder(root, "DataConf", POOL_2), ".pairkeeper-store"), "{}");
  await expect(store.checkDataSet(POOL_2)).rejects.toMatchObject(lost);
  await expect(store.place(POOL_2, [{ path: "a", mode: 0o755 }], [], "trash", () => {})).rejects.toMatchObject(lost);
  await expect(store.discard(POOL_2, ["a"], "trash")).rejects.toMatchObject(lost);
  await store.checkDataSet(POOL_1);
  rmSync(join(root, ".pairkeeper-store"));
  await expect(store.checkDataSet(POOL_1)).rejects.toMatchObject(lost);
});
