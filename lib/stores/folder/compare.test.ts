import * as fs from "node:fs";
import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { pathText } from "#lib/domain/path-text.ts";
import { StoreUnderTest } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";

const folder = tempFolder();
let store: StoreUnderTest;
beforeEach(() => {
  store = new StoreUnderTest(folder());
});

const at = (...path: string[]) => join(store.content, ...path);
const names = (items: readonly { readonly name: string }[]) => items.map((item) => item.name);

describe("what is in a folder", () => {
  test("is all new at first: files with their sizes, folders, in the order of bytes; the marker is not told", async () => {
    for (const name of ["b", "a", "B", "é"]) store.write(name, name);
    mkdirSync(at("folder"));
    symlinkSync("a", at("link"));
    const { changed, folders, ignored } = await store.read("");
    expect(changed).toEqual({ names: ["B", "a", "b", "folder", "é"], bytes: [1, 1, 1, null, 2] });
    expect({ folders, ignored }).toEqual({ folders: ["folder"], ignored: 1 });
  });

  test("a marker's name deeper down is an ordinary name", async () => {
    store.write("deep/.pairkeeper-store");
    expect((await store.read("deep")).changed.names).toEqual([".pairkeeper-store"]);
  });

  test.each([
    ["a line break", Buffer.from("a\nb")],
    ["quotes and a percent sign", Buffer.from(`"it's 100%"`)],
    ["255 bytes", Buffer.alloc(255, "x")],
    ["bytes that are no UTF-8", Buffer.from([0x66, 0xff, 0xfe, 0x6f])],
    ["one byte that is no character", Buffer.from([0x80])],
  ])("is known by its bytes: %s", async (_what, bytes) => {
    writeFileSync(Buffer.concat([Buffer.from(`${store.content}/`), bytes]), "content");
    const first = await store.read("");
    expect(first.changed.names).toEqual([pathText(bytes)]);
    expect((await store.read("", first.sight)).changed.names).toEqual([]);
    const { outcomes } = await store.copy("", [pathText(bytes)], first.sight);
    expect(outcomes).toMatchObject([{ is: "file", bytes: 7, isAsSeen: true }]);
  });

  test("that is not there, or is a file, is gone; one that cannot be listed is told by its path", async () => {
    store.write("file");
    expect(await store.look("none")).toEqual({ is: "gone" });
    expect(await store.look("file")).toEqual({ is: "gone" });
    const readdirSync = (() => {
      throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    }) as unknown as typeof fs.readdirSync;
    const shut = new StoreUnderTest(folder(), { readdirSync });
    expect(await shut.look("")).toEqual({ is: "unreadable", sentence: "EACCES: permission denied", path: "" });
  });
});

describe("against what was seen", () => {
  test("nothing is different, and the sight stays", async () => {
    store.write("a");
    const { sight } = await store.read("");
    expect(await store.read("", sight)).toMatchObject({ sight: null, changed: { names: [] }, gone: [], young: [] });
  });

  test.each<[string, () => void]>([
    ["other bytes of the same length and time", () => [store.write("a", "CONTENT"), utimesSync(at("a"), 1, 1)]],
    ["another mode", () => chmodSync(at("a"), 0o600)],
    ["another file by rename", () => [store.write("b"), utimesSync(at("b"), 1, 1), renameSync(at("b"), at("a"))]],
    ["another time", () => utimesSync(at("a"), 2, 2)],
  ])("a file with %s is different", async (_what, change) => {
    store.write("a");
    store.write("other");
    chmodSync(at("a"), 0o644);
    utimesSync(at("a"), 1, 1);
    const { sight } = await store.read("");
    change();
    expect((await store.read("", sight)).changed.names).toEqual(["a"]);
  });

  test("a folder is different by its mode alone", async () => {
    store.write("folder/a");
    const { sight } = await store.read("");
    store.write("folder/b");
    expect((await store.read("", sight)).changed.names).toEqual([]);
    chmodSync(at("folder"), 0o700);
    expect((await store.read("", sight)).changed).toEqual({ names: ["folder"], bytes: [null] });
  });

  test("what went away is gone, once, and is told for itself", async () => {
    store.write("a");
    store.write("b");
    mkdirSync(at("folder"));
    const { sight } = await store.read("");
    rmSync(at("a"));
    rmSync(at("folder"), { recursive: true });
    const second = await store.read("", sight);
    expect(second.gone).toEqual([
      { name: "a", isFolder: false, device: "root" },
      { name: "folder", isFolder: true, device: "root" },
    ]);
    expect(names(store.store.readSight(second.goneSight ?? new Uint8Array(8)))).toEqual(["a", "folder"]);
    expect((await store.read("", second.sight)).gone).toEqual([]);
  });

  test("a file that became a folder, and a folder that became a file, are gone and new; one that became a link is gone", async () => {
    store.write("a");
    store.write("b/x");
    store.write("c");
    const { sight } = await store.read("");
    for (const name of ["a", "b", "c"]) rmSync(at(name), { recursive: true });
    mkdirSync(at("a"));
    store.write("b");
    symlinkSync("b", at("c"));
    const news = await store.read("", sight);
    expect(news.gone.map(({ name, isFolder }) => `${name} ${isFolder}`)).toEqual(["a false", "b true", "c false"]);
    expect(news.changed.names).toEqual(["a", "b"]);
  });

  test("with everything asked for all is told, and nothing is different", async () => {
    store.write("a");
    store.write("b");
    const { sight } = await store.read("");
    const news = await store.look("", sight, { everything: true });
    expect(news).toMatchObject({ sight: null, changed: { names: ["a", "b"], asSeen: [0, 1] } });
  });

  test("with everything asked for, what is as it was is told apart from what is new or different", async () => {
    for (const name of ["a", "b", "c"]) store.write(name);
    mkdirSync(at("folder"));
    const { sight } = await store.read("");
    store.write("b", "another content");
    store.write("aa");
    const news = await store.look("", sight, { everything: true });
    expect(news).toMatchObject({ changed: { names: ["a", "aa", "b", "c", "folder"], asSeen: [0, 3, 4] } });
    expect((await store.read("", sight)).changed).toEqual({ names: ["aa", "b"], bytes: [7, 15] });
  });
});

describe("what an item is known by under another name", () => {
  const seen = async () => (await store.read("")).sight ?? new Uint8Array(8);
  const faces = (sight: Uint8Array, ...some: string[]) => store.store.facesOf(sight, new Set(some));

  test("stays when it moves, file or folder, and with what is in it", async () => {
    store.write("a");
    store.write("folder/inside");
    const before = await seen();
    expect(store.store.countOf(before)).toBe(2);
    expect(store.store.countOf(new Uint8Array(8))).toBe(0);
    renameSync(at("a"), at("b"));
    renameSync(at("folder"), at("moved"));
    const after = await seen();
    for (const [name, now] of [
      ["a", "b"],
      ["folder", "moved"],
    ] as const) {
      const [face] = faces(after, now);
      expect(faces(before, name)).toEqual([{ ...face, name }]);
    }
    expect(faces(after, "a", "folder")).toEqual([]);
    expect(faces(after, "b")[0]).toMatchObject({ isFolder: false, bytes: 7, device: "root" });
    expect(faces(after, "moved")[0]?.inode).toBe(lstatSync(at("moved"), { bigint: true }).ino);
  });

  test("a folder that was made anew is no other than it was: nothing of it travels but its name and mode", async () => {
    mkdirSync(at("folder"));
    const before = await seen();
    rmSync(at("folder"), { recursive: true });
    mkdirSync(at("between"));
    mkdirSync(at("folder"));
    rmSync(at("between"), { recursive: true });
    expect(await store.read("", before)).toMatchObject({ changed: { names: [] }, gone: [] });
  });
});

describe("a file that was touched just now", () => {
  const now = () => lstatSync(at("a"), { bigint: true }).ctimeNs + 1_000_000_000n;

  test("is young, and not in the sight", async () => {
    store.write("a");
    const news = await store.look("", null, { nowNs: now() });
    expect(news).toMatchObject({ young: ["a"], changed: { names: ["a"] } });
    expect(news.is === "read" && store.store.readSight(news.sight ?? new Uint8Array(8))).toEqual([]);
  });

  test("stays known as it was, so that it is missed when it goes away", async () => {
    store.write("a");
    const { sight } = await store.read("");
    store.write("a", "longer content");
    const second = await store.look("", sight, { nowNs: now() });
    expect(second).toMatchObject({ young: ["a"] });
    rmSync(at("a"));
    const third = await store.read("", (second.is === "read" && second.sight) || sight);
    expect(names(third.gone)).toEqual(["a"]);
  });

  test("by a clock that was set back is not waited for", async () => {
    store.write("a");
    const long = 60n * 60n * 1_000_000_000n;
    expect(await store.look("", null, { nowNs: now() - long })).toMatchObject({ young: [] });
  });
});

describe("devices", () => {
  /** What lies below `mount` is on another device while `isMounted`. */
  let isMounted = true;
  let rootDevice = 1n;
  const mounted = (real: typeof fs.lstatSync) =>
    ((path: fs.PathLike, options?: fs.StatSyncOptions) => {
      const stat = real(path, options as never) as unknown as fs.BigIntStats | undefined;
      if (!stat || typeof stat.dev !== "bigint") return stat;
      const isBelow = isMounted && String(path).includes("/mount");
      return Object.assign(stat, { dev: isBelow ? 77n : rootDevice });
    }) as typeof fs.lstatSync;
  beforeEach(() => {
    isMounted = true;
    rootDevice = 1n;
    store = new StoreUnderTest(folder(), { lstatSync: mounted(fs.lstatSync) });
  });

  test("a mount that went away deletes nothing: no one knows of what was on it", async () => {
    store.write("mount/a");
    const first = await store.read("mount");
    expect(first).toMatchObject({ device: "77" });
    isMounted = false;
    rmSync(at("mount/a"));
    const second = await store.read("mount", first.sight);
    expect(second).toMatchObject({ gone: [], elsewhere: "a" });
    const third = await store.read("mount", second.sight ?? first.sight);
    expect(third).toMatchObject({ gone: [], elsewhere: "a" });
    isMounted = true;
    expect((await store.read("mount", third.sight ?? first.sight)).gone).toHaveLength(1);
  });

  test("a root whose device got another number is the same root", async () => {
    store.write("a");
    store.write("b");
    const { sight } = await store.read("");
    rootDevice = 2n;
    rmSync(at("a"));
    const news = await store.read("", sight);
    expect(names(news.gone)).toEqual(["a"]);
    expect(news).toMatchObject({ elsewhere: null, device: "root" });
  });
});
