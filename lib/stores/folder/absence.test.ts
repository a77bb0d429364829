import * as fs from "node:fs";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Sight } from "#lib/ports/file-store.ts";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { StoreUnderTest } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";

const folder = tempFolder();
let store: StoreUnderTest;
beforeEach(() => {
  store = new StoreUnderTest(folder());
});

const at = (...path: string[]) => join(store.content, ...path);
const find = async (of: string, names: string[], owed: readonly Sight[] = []) =>
  (await store.store.findAbsent(POOL_1, [{ folder: of, seen: null, owed, names }]))[0];
const sightOf = async (path: string) => [(await store.read(path)).sight ?? new Uint8Array(8)];

describe("absence", () => {
  test("is proved of a name that is not in its folder; what is there is there", async () => {
    for (const name of ["a", "b"]) store.write(name);
    mkdirSync(at("folder"));
    rmSync(at("a"));
    expect(await find("", ["a", "b", "folder"])).toEqual([{ is: "absent" }, { is: "there" }, { is: "there" }]);
  });

  test("is proved of everything below a folder that is gone, by the nearest one that is there", async () => {
    store.write("deep/er/a");
    const owed = await sightOf("deep/er");
    rmSync(at("deep"), { recursive: true });
    expect(await find("deep/er", ["a", "b"], owed)).toEqual([{ is: "absent" }, { is: "absent" }]);
  });

  test("is proved below a folder that became a file or a link, and of a file that became a link", async () => {
    store.write("was folder");
    symlinkSync("/", at("is link"));
    expect(await find("was folder", ["a"])).toEqual([{ is: "absent" }]);
    expect(await find("is link", ["etc"])).toEqual([{ is: "absent" }]);
    expect(await find("", ["is link"])).toEqual([{ is: "absent" }]);
  });

  test("is proved of a name that this file store cannot hold, and of everything below one", async () => {
    const long = "x".repeat(300);
    mkdirSync(at("folder"));
    expect(await find("folder", [long])).toEqual([{ is: "absent" }]);
    expect(await find(`folder/${long}/deeper`, ["a"])).toEqual([{ is: "absent" }]);
  });

  test("is not proved of what is listed and lies too deep to be looked at", async () => {
    const lstatSync = ((path: fs.PathLike, options?: fs.StatSyncOptions) => {
      if (!String(path).includes("deep")) return fs.lstatSync(path, options as never);
      throw Object.assign(new Error("ENAMETOOLONG: name too long"), { code: "ENAMETOOLONG" });
    }) as typeof fs.lstatSync;
    store = new StoreUnderTest(folder(), { lstatSync });
    mkdirSync(at("deep"));
    const unproven = { is: "unproven", sentence: "ENAMETOOLONG: name too long" };
    expect(await find("", ["deep"])).toEqual([{ ...unproven, path: "deep" }]);
    expect(await find("deep", ["a"])).toEqual([{ ...unproven, path: "deep/a" }]);
  });

  test("is not proved where the folder cannot be listed", async () => {
    const readdirSync = (() => {
      throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    }) as unknown as typeof fs.readdirSync;
    store = new StoreUnderTest(folder(), { readdirSync });
    mkdirSync(at("folder"));
    expect(await find("folder", ["a", "b"])).toEqual([
      { is: "unproven", sentence: "EACCES: permission denied", path: "folder/a" },
      { is: "unproven", sentence: "EACCES: permission denied", path: "folder/b" },
    ]);
  });

  test("is not proved of a name that is listed and not found", async () => {
    const readdirSync = ((...args: Parameters<typeof fs.readdirSync>) => [
      ...fs.readdirSync(...args),
      "ghost",
    ]) as unknown as typeof fs.readdirSync;
    store = new StoreUnderTest(folder(), { readdirSync });
    expect(await find("", ["ghost"])).toMatchObject([{ is: "unproven", path: "ghost" }]);
  });

  test("of many items lists their folder once", async () => {
    let listed = 0;
    const readdirSync = ((...args: Parameters<typeof fs.readdirSync>) => {
      listed += 1;
      return fs.readdirSync(...args);
    }) as typeof fs.readdirSync;
    store = new StoreUnderTest(folder(), { readdirSync });
    mkdirSync(at("folder"));
    const names = Array.from({ length: 10_000 }, (_, number) => `${number}`);
    const found = await find("folder", names);
    expect(found?.every((one) => one.is === "absent")).toBe(true);
    expect(listed).toBe(1);
  });
});

describe("a mount inside the content", () => {
  let isMounted = true;
  beforeEach(() => {
    isMounted = true;
    const lstatSync = ((path: fs.PathLike, options?: fs.StatSyncOptions) => {
      const stat = fs.lstatSync(path, options as never) as unknown as fs.BigIntStats | undefined;
      if (!stat || typeof stat.dev !== "bigint") return stat;
      return Object.assign(stat, { dev: isMounted && String(path).includes("/mount") ? 77n : 1n });
    }) as typeof fs.lstatSync;
    store = new StoreUnderTest(folder(), { lstatSync });
    store.write("mount/a");
  });

  test("that went away proves nothing of what was on it, with its folder or without", async () => {
    const owed = await sightOf("mount");
    rmSync(at("mount/a"));
    expect(await find("mount", ["a"], owed)).toEqual([{ is: "absent" }]);
    isMounted = false;
    const unproven = { is: "unproven", path: "mount/a", sentence: expect.stringContaining("mounted") };
    expect(await find("mount", ["a"], owed)).toEqual([unproven]);
    rmSync(at("mount"), { recursive: true });
    expect(await find("mount", ["a"], owed)).toEqual([unproven]);
  });
});
