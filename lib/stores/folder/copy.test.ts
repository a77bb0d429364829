import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { hashFile } from "#lib/disk/read-through.ts";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { NO_END, StoreUnderTest } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";

const folder = tempFolder();
let store: StoreUnderTest;
beforeEach(() => {
  store = new StoreUnderTest(folder());
});

const at = (...path: string[]) => join(store.content, ...path);
const sightOf = async (path: string) => (await store.read(path)).sight;

/** A store on whose disk something happens after each piece that is read. */
function withReads(happens: (pieces: number) => void): StoreUnderTest {
  let pieces = 0;
  const readSync = ((fd: number, buffer: Buffer, offset: number, length: number, position: number) => {
    const read = fs.readSync(fd, buffer, offset, length, position);
    happens(++pieces);
    return read;
  }) as typeof fs.readSync;
  return new StoreUnderTest(folder(), { readSync });
}

describe("copying out", () => {
  test.each([0, 7, 4096, 1 << 20, (1 << 20) + 1, 3 * (1 << 20)])(
    "copies %i bytes with hash, mode and time",
    async (bytes) => {
      store.write("a", "x".repeat(bytes));
      chmodSync(at("a"), 0o664);
      const outcome = await store.copyOne("a", await sightOf(""));
      const stat = lstatSync(at("a"), { bigint: true });
      const face = { mode: 0o664, mtimeNs: stat.mtimeNs, isAsSeen: true };
      expect(outcome).toEqual({ is: "file", part: "000001", at: 0, bytes, ...face });
      expect(readFileSync(store.staged(1)).equals(readFileSync(at("a")))).toBe(true);
    },
  );

  test("a large file is a part of its own that has mode and time already", async () => {
    store.write("a", "x".repeat(1 << 20));
    chmodSync(at("a"), 0o444);
    await store.copyOne("a", await sightOf(""));
    const copy = lstatSync(store.staged(1), { bigint: true });
    expect(Number(copy.mode) & 0o777).toBe(0o644);
    expect(Number(copy.mtimeNs - lstatSync(at("a"), { bigint: true }).mtimeNs)).toBeLessThan(1000);
  });

  test("small files follow each other in parts, which are hashed", async () => {
    for (const name of ["a", "b", "c"]) store.write(name, name.repeat(7));
    const { outcomes, parts } = await store.copy("", ["a", "b", "c"], await sightOf(""));
    expect(outcomes).toMatchObject([0, 7, 14].map((spot) => ({ is: "file", part: "000001", at: spot, bytes: 7 })));
    expect(outcomes.map((one) => store.copyOf(one))).toEqual(["aaaaaaa", "bbbbbbb", "ccccccc"]);
    expect(parts).toEqual([{ name: "000001", ...hashFile(fs, store.staged(1)) }]);
  });

  test("a part ends before it has no room for one more, and the next has the number of its first file", async () => {
    const names = ["1", "2", "3", "4", "5"];
    for (const name of names) store.write(name, name.repeat(1_000_000));
    const { outcomes, parts } = await store.copy("", names, await sightOf(""));
    expect(parts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ["000001", 3_000_000],
      ["000004", 2_000_000],
    ]);
    expect(outcomes.map((one) => store.copyOf(one).replace(/^(.)\1{999999}$/, "$1"))).toEqual(names);
  });

  test("copies a large file piece by piece where the system has no names for open descriptors", async () => {
    const other = new StoreUnderTest(folder(), {
      existsSync: (path) => !String(path).startsWith("/proc") && fs.existsSync(path),
      copyFileSync: () => {
        throw new Error("no such name");
      },
    });
    other.write("a", "x".repeat(3 << 20));
    expect(await other.copyOne("a")).toMatchObject({ is: "file", bytes: 3 << 20 });
    expect(readFileSync(other.staged(1)).length).toBe(3 << 20);
  });

  test("tells folders, and that links, things behind links and what is not there are absent", async () => {
    mkdirSync(at("folder"));
    chmodSync(at("folder"), 0o755);
    store.write("../../../outside/secret");
    symlinkSync(join(store.root, "../outside"), at("link"));
    const { outcomes } = await store.copy("", ["folder", "link", "none"]);
    expect(outcomes).toEqual([
      { is: "folder", mode: 0o755 },
      { is: "absent", wasSeen: false },
      { is: "absent", wasSeen: false },
    ]);
    expect(await store.copyOne("link/secret")).toEqual({ is: "absent", wasSeen: false });
  });

  test("what a look saw and is gone now was seen", async () => {
    store.write("a");
    const sight = await sightOf("");
    rmSync(at("a"));
    expect(await store.copyOne("a", sight)).toEqual({ is: "absent", wasSeen: true });
  });

  test("a file that became a folder or a pipe since it was seen is told as what it is, and leaves nothing", async () => {
    store.write("a");
    store.write("b");
    const sight = await sightOf("");
    for (const name of ["a", "b"]) rmSync(at(name));
    mkdirSync(at("a"));
    execFileSync("mkfifo", [at("b")]);
    const { outcomes } = await store.copy("", ["a", "b"], sight);
    expect(outcomes).toMatchObject([{ is: "folder" }, { is: "absent", wasSeen: true }]);
    expect(existsSync(store.staged(1))).toBe(false);
  });

  test("what no look has seen goes all the same, and is owed from then on", async () => {
    store.write("a");
    const { outcomes, owed } = await store.copy("", ["a"]);
    expect(outcomes).toMatchObject([{ is: "file", isAsSeen: false }]);
    expect(store.store.readSight(owed ?? new Uint8Array(8))).toMatchObject([{ name: "a" }]);
  });

  test("what is not as the look saw it is not as seen", async () => {
    store.write("a");
    const sight = await sightOf("");
    appendFileSync(at("a"), "more");
    expect(await store.copyOne("a", sight)).toMatchObject({ is: "file", bytes: 11, isAsSeen: false });
  });

  test("a file that changes while it is read is read again, and when it never rests goes as it was read (DOMAIN 10 no. 13)", async () => {
    store = withReads((pieces) => pieces < 100 && appendFileSync(at("log"), "x"));
    store.write("log");
    const outcome = await store.copyOne("log", await sightOf(""));
    expect(outcome).toMatchObject({ is: "file", isAsSeen: false });
    expect(store.copyOf(outcome)).toMatch(/^contentx+$/);
  });

  test("a file that changed once while it was read goes as it is then", async () => {
    store = withReads((pieces) => pieces === 1 && appendFileSync(at("log"), "x"));
    store.write("log");
    const outcome = await store.copyOne("log", await sightOf(""));
    expect(outcome).toMatchObject({ is: "file", bytes: 8, isAsSeen: false });
    expect(store.copyOf(outcome)).toBe("contentx");
  });

  test("a small file that becomes a large one while it is read goes as that", async () => {
    store = withReads((pieces) => pieces === 1 && appendFileSync(at("log"), "x".repeat(2 << 20)));
    store.write("log");
    const { outcomes, parts } = await store.copy("", ["log"], await sightOf(""));
    expect(outcomes).toMatchObject([{ is: "file", bytes: (2 << 20) + 7, isAsSeen: false }]);
    expect(parts).toEqual([{ name: "000001", ...hashFile(fs, at("log")) }]);
  });

  test("a file that shrinks while it is read goes as short as it is", async () => {
    store = withReads((pieces) => pieces === 1 && truncateSync(at("a"), 3));
    store.write("a", "x".repeat(3 << 20));
    const outcome = await store.copyOne("a");
    expect(outcome).toMatchObject({ is: "file", bytes: 3 });
    expect(store.copyOf(outcome)).toBe("xxx");
  });

  test("a file that vanishes while it is read goes as it was, and is not as seen (DOMAIN 10 no. 13)", async () => {
    store = withReads((pieces) => pieces === 1 && rmSync(at("a")));
    store.write("a");
    expect(await store.copyOne("a", await sightOf(""))).toMatchObject({ is: "file", bytes: 7, isAsSeen: false });
  });

  test("one that cannot be read holds up no other", async () => {
    const openSync = ((path: fs.PathLike, ...more: [number]) => {
      if (String(path).endsWith("/shut")) throw Object.assign(new Error("EACCES: no"), { code: "EACCES" });
      return fs.openSync(path, ...more);
    }) as typeof fs.openSync;
    store = new StoreUnderTest(folder(), { openSync });
    for (const name of ["a", "shut", "z"]) store.write(name);
    const { outcomes } = await store.copy("", ["a", "shut", "z"]);
    expect(outcomes.map((one) => one.is)).toEqual(["file", "unreadable", "file"]);
    expect(outcomes[1]).toEqual({ is: "unreadable", sentence: "EACCES: no", path: "shut" });
  });

  test("a disk that fills up fails the whole, told by the store on it, wherever that is (DOMAIN 10 no. 14)", async () => {
    const below = join(folder(), "BackupStore");
    mkdirSync(below);
    for (const code of ["ENOSPC", "EIO", "EACCES"]) {
      const writeSync = () => {
        throw Object.assign(new Error(code), { code });
      };
      store = new StoreUnderTest(below, { writeSync });
      for (const name of ["a", "b", "c", "d"]) store.write(name, name.repeat(1_000_000));
      await expect(store.copy("", ["a", "b", "c", "d"])).rejects.toMatchObject(
        code === "ENOSPC" ? { code: "disk-full", path: store.root } : { code },
      );
    }
  });
});

describe("room", () => {
  const room = (bytes: number) => {
    let used = 0;
    return {
      left: () => bytes - used,
      take: (more: number) => {
        if (used + more > bytes) return false;
        used += more;
        return true;
      },
    };
  };

  test("ends where the next has none, and leaves nothing of what comes after", async () => {
    for (const name of ["a", "b", "c", "d"]) store.write(name, "x".repeat(100));
    store.write("b", "x".repeat(1000));
    store.write("deep/e", "x");
    const asks = [
      { folder: "", names: ["a", "b"], first: 1 },
      { folder: "deep", names: Array.from({ length: 40 }, () => "e"), first: 3 },
    ].map((ask) => ({ ...ask, seen: null, owed: [], into: join(store.staged(1), "..") }));
    const copied = await store.store.copyOut(POOL_1, asks, room(500));
    expect(copied.map((one) => one.outcomes.map(({ is }) => is).slice(0, 2))).toEqual([
      ["file", "left"],
      ["left", "left"],
    ]);
    expect(copied.flatMap((one) => one.parts.map(({ name }) => name))).toEqual(["000001"]);
    expect([1, 3].map((number) => existsSync(store.staged(number)))).toEqual([true, false]);
  });

  test("is asked for before a large file is copied", async () => {
    store.write("large", "x".repeat(2 << 20));
    store.write("z");
    const { outcomes } = await store.copy("", ["large", "z"], null, room(1 << 20));
    expect(outcomes.map((one) => one.is)).toEqual(["left", "left"]);
    expect(existsSync(store.staged(1))).toBe(false);
    const all = await store.copy("", ["large", "z"], null, NO_END);
    expect(all.outcomes).toMatchObject([
      { is: "file", bytes: 2 << 20 },
      { is: "file", bytes: 7 },
    ]);
  });
});
