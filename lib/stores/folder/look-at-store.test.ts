import * as fs from "node:fs";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Disk } from "#lib/disk/crew.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { IDENTITY } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { snapshot } from "#lib/testkit/tree-snapshot.ts";
import { lookAtStore, roomAt } from "./look-at-store.ts";
import { dataSetFolder, makeFileStore } from "./make-file-store.ts";

const folder = tempFolder();
let root: string;
beforeEach(() => {
  root = join(folder(), "files");
  makeFileStore(root, IDENTITY);
});

const NO_RESTORE = () => false;
const look = (meddle: Partial<Disk> = {}, isRestoring: (folder: string, home: string) => boolean = NO_RESTORE) =>
  lookAtStore({ root, identity: IDENTITY, isRestoring, now: Date.now }, { ...fs, ...meddle });
const emptyRoot = () => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
};
const temp = () => readdirSync(join(root, "BackupStore", "Temp"));
const refusing = (code: string) => () => {
  throw Object.assign(new Error(`${code}: it is refused`), { code, path: "/there" });
};

test("a store that is well is told so, and is left as it was", () => {
  mkdirSync(join(root, "Trash", POOL_2), { recursive: true });
  const before = snapshot(root).filter((line) => !line.startsWith("/BackupStore/Temp "));
  const seen = look();
  expect(seen).toMatchObject({
    fileStore: { is: "seen" },
    content: { is: "seen", value: { whole: 2, restoring: [] } },
    writing: { is: "seen", value: null },
    contentRights: { is: "seen", value: { folders: 5 } },
    fileClock: { is: "seen" },
  });
  expect(Math.abs(seen.fileClock.is === "seen" ? seen.fileClock.value : Number.NaN)).toBeLessThan(1000);
  expect(snapshot(root).filter((line) => !line.startsWith("/BackupStore/Temp "))).toEqual(before);
});

describe("what is not the right store is named, and nothing is written there", () => {
  test.each([
    ["no root", () => rmSync(root, { recursive: true }), "is gone"],
    ["an empty root", () => emptyRoot(), "is gone"],
    ["no marker", () => rmSync(join(root, ".pairkeeper-store")), "something stands there"],
    ["a foreign marker", () => writeFileSync(join(root, ".pairkeeper-store"), "{}"), "the marker of another store"],
  ])("%s", (_what, before, words) => {
    before();
    const there = existsSync(root) ? snapshot(root) : null;
    const seen = look();
    expect(seen.fileStore).toMatchObject({ is: "unseen", code: "store-lost", path: root });
    expect(seen.fileStore).toMatchObject({ sentence: expect.stringContaining(words) });
    for (const part of [seen.content, seen.writing, seen.contentRights, seen.fileClock])
      expect(part).toMatchObject({ is: "unseen", code: "not-checked" });
    expect(existsSync(root) ? snapshot(root) : null).toEqual(there);
  });
});

test("a data set without its marker is lost, unless it is being restored; a foreign one is lost all the same", () => {
  const standby = dataSetFolder(root, "DataConf", POOL_2);
  rmSync(join(standby, ".pairkeeper-store"));
  expect(look().content).toMatchObject({ code: "store-lost", path: standby });
  const isRestoring = (_folder: string, home: string) => home === POOL_2;
  expect(look({}, isRestoring).content).toMatchObject({ is: "seen", value: { whole: 1, restoring: [POOL_2] } });
  writeFileSync(join(standby, ".pairkeeper-store"), "another");
  expect(look({}, isRestoring).content).toMatchObject({ code: "store-lost" });
});

describe("what keeps us from writing is named, and nothing is left behind", () => {
  test.each([
    ["no right to make a file", { openSync: refusing("EACCES") }, "no-right"],
    ["a store that is read-only", { openSync: refusing("EROFS") }, "no-right"],
    ["no right to rename", { renameSync: refusing("EPERM") }, "no-right"],
    ["a full disk", { writeSync: refusing("ENOSPC") }, "disk-full"],
    ["a quota that is used up", { fsyncSync: refusing("EDQUOT") }, "disk-full"],
    ["a disk that fails", { fsyncSync: refusing("EIO") }, "store-unreachable"],
    ["another content than was written", { readFileSync: () => Buffer.from("else") }, "unexpected"],
  ])("%s", (_what, meddle, code) => {
    const seen = look(meddle as unknown as Partial<Disk>);
    expect(seen.writing).toMatchObject({ is: "unseen", code });
    expect(seen.fileClock).toMatchObject({ is: "unseen", code: "not-checked" });
    expect(temp()).toEqual([]);
  });

  test("a BackupStore that is gone is not made by the way", () => {
    rmSync(join(root, "BackupStore"), { recursive: true });
    expect(look().writing).toMatchObject({ is: "unseen", code: "store-unreachable" });
    expect(existsSync(join(root, "BackupStore"))).toBe(false);
  });

  test("what a check that was cut off left behind is taken away by the next; a link there is not followed", () => {
    const store = join(root, "BackupStore", "Temp");
    writeFileSync(join(store, "check-renamed"), "left behind");
    writeFileSync(join(folder(), "elsewhere"), "theirs");
    symlinkSync(join(folder(), "elsewhere"), join(store, "check"));
    expect(look().writing).toMatchObject({ is: "unseen" });
    expect(temp()).toEqual([]);
    expect(fs.readFileSync(join(folder(), "elsewhere"), "utf8")).toBe("theirs");
    expect(look().writing).toMatchObject({ is: "seen" });
  });
});

test("a folder of content that may not be written is named by its path", () => {
  const closed = dataSetFolder(root, "DataConf", POOL_1);
  const accessSync = (path: fs.PathLike) => {
    if (path === closed) throw Object.assign(new Error("EACCES"), { code: "EACCES", path });
  };
  const seen = look({ accessSync });
  expect(seen.contentRights).toMatchObject({ is: "unseen", code: "no-right", path: closed });
  expect(seen.writing).toMatchObject({ is: "seen" });
});

test.each([
  ["ahead", 90_000],
  ["behind", -90_000],
])("the file server's clock is %s by what its stamps say", (_what, apart) => {
  const fstatSync = () => ({ mtimeMs: 1_000_000 + apart }) as fs.Stats;
  const disk = { ...fs, fstatSync: fstatSync as unknown as Disk["fstatSync"] };
  const asked = { root, identity: IDENTITY, isRestoring: NO_RESTORE, now: () => 1_000_000 };
  expect(lookAtStore(asked, disk).fileClock).toMatchObject({ is: "seen", value: apart });
});

test("free space is what is there for us, and what cannot be asked is named", () => {
  const statfsSync = () => ({ bavail: 10, bfree: 20, blocks: 100, bsize: 4096 });
  const disk = { ...fs, statfsSync } as unknown as Disk;
  expect(roomAt(root, () => 7, disk)).toEqual({ is: "seen", at: 7, value: { freeBytes: 40_960, totalBytes: 409_600 } });
  expect(roomAt(join(root, "nowhere"), () => 7)).toMatchObject({ is: "unseen", code: "store-unreachable" });
});
