import * as fs from "node:fs";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { FolderItem } from "#lib/domain/package.ts";
import type { StagedPart } from "#lib/ports/file-store.ts";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { foldingDisk } from "#lib/testkit/folding-disk.ts";
import { StoreUnderTest } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { snapshot } from "#lib/testkit/tree-snapshot.ts";

const folder = tempFolder();
let store: StoreUnderTest;
beforeEach(() => {
  store = new StoreUnderTest(folder());
});

const LONG = "x".repeat(1 << 20);
const at = (path: string) => join(store.content, path);
const textOf = (path: string) => readFileSync(at(path), "utf8");
const modeOf = (path: string) => lstatSync(at(path)).mode & 0o777;
const temp = () => readdirSync(join(store.root, "BackupStore", "Temp")).filter((name) => name.startsWith("returned"));

function failing(code: string): Error {
  return Object.assign(new Error(code), { code });
}

async function give(parts: readonly StagedPart[], folders: readonly FolderItem[] = [], unwanted: string[] = []) {
  const returning = { parts, folders, unwanted: new Set(unwanted) };
  const items = await store.store.placeMissing(POOL_1, returning, () => {});
  return Object.fromEntries(items.map((one) => [one.path, one.is]));
}

/** The same item as it stands there already. */
function lay(path: string, text: string, mode = 0o640): void {
  store.write(path, text);
  chmodSync(at(path), mode);
  fs.utimesSync(at(path), 1_600_000_000, 1_600_000_000);
}

describe("what is missing comes back", () => {
  test.each(["text", "", LONG])("a file with content, mode and time, in folders that are made for it", async (text) => {
    expect(await give([store.stage("a/b/c", text)], [{ path: "a", mode: 0o750 }])).toEqual({
      a: "placed",
      "a/b/c": "placed",
    });
    expect([textOf("a/b/c") === text, modeOf("a/b/c"), lstatSync(at("a/b/c")).mtimeMs]).toEqual([true, 0o640, 1.6e12]);
    expect([modeOf("a"), modeOf("a/b")]).toEqual([0o750, 0o700]);
    await store.store.forgetReturned(POOL_1);
    expect(temp()).toEqual([]);
    expect(lstatSync(at("a/b/c")).nlink).toBe(text === LONG ? 2 : 1); // a large one is the part itself, until its package goes
  });

  test("folders, also empty ones and ones that forbid to write into them", async () => {
    const folders = [
      { path: "shut", mode: 0o555 },
      { path: "shut/deep", mode: 0o500 },
      { path: "empty", mode: 0o777 },
    ];
    expect(await give([store.stage("shut/deep/file", "text")], folders)).toMatchObject({ "shut/deep/file": "placed" });
    expect([modeOf("shut"), modeOf("shut/deep"), modeOf("empty")]).toEqual([0o555, 0o500, 0o777]);
    for (const path of ["shut", "shut/deep"]) chmodSync(at(path), 0o700);
  });

  test("names of bytes, of 255 bytes and with newlines", async () => {
    const names = ["%FF%FEA", "é".repeat(127), "a\nb %25'\"", "ends with a dot."];
    const found = await give([store.stageAll(names.map((name) => [`${name}/${name}`, name]))]);
    expect(Object.values(found)).toEqual(["placed", "placed", "placed", "placed"]);
    const listed = readdirSync(store.content, { encoding: "latin1" }).filter((name) => name !== ".pairkeeper-store");
    expect(listed.length).toBe(4);
    expect(listed).toContain("\xff\xfeA");
  });
});

describe("a folder of the owner's that forbids to write into it", () => {
  const shut = () => (modeOf("shut") & 0o200) === 0;
  const changed: string[] = [];
  const chmodSync_ = ((place: fs.PathLike, mode: number) => {
    changed.push(`${place}`);
    return fs.chmodSync(place, mode);
  }) as typeof fs.chmodSync;
  beforeEach(() => {
    changed.length = 0;
    mkdirSync(at("shut"));
    chmodSync(at("shut"), 0o555);
  });

  test("is opened where the system insists, and shut again", async () => {
    const linkSync = ((from: fs.PathLike, to: fs.PathLike) => {
      if (String(to).startsWith(at("shut")) && shut()) throw failing("EACCES");
      return fs.linkSync(from, to);
    }) as typeof fs.linkSync;
    store = new StoreUnderTest(folder(), { linkSync, chmodSync: chmodSync_ });
    const found = await give([
      store.stageAll([
        ["shut/a", "a"],
        ["shut/b", "b"],
      ]),
    ]);
    expect([found, modeOf("shut"), textOf("shut/b")]).toEqual([{ "shut/a": "placed", "shut/b": "placed" }, 0o555, "b"]);
    expect(changed.length).toBe(2);
  });
});

describe("what is there stays as it is", () => {
  test("identical, or told to be different: by content, size, mode, time or kind", async () => {
    lay("same", "same");
    for (const path of ["content", "mode", "time"]) lay(path, "text");
    lay("size", "longer");
    chmodSync(at("mode"), 0o600);
    fs.utimesSync(at("time"), 1_600_000_000, 1_600_000_001);
    mkdirSync(at("kind"));
    mkdirSync(at("folder"), { mode: 0o711 });
    const before = snapshot(store.content);
    const files = [
      ["same", "same"],
      ["content", "hers"],
      ["mode", "text"],
      ["time", "text"],
      ["size", "text"],
      ["kind", "text"],
    ] as const;
    expect(await give([store.stageAll(files)], [{ path: "folder", mode: 0o755 }])).toEqual({
      same: "identical",
      content: "different",
      mode: "different",
      time: "different",
      size: "different",
      kind: "different",
      folder: "different",
    });
    expect(snapshot(store.content)).toEqual(before);
  });

  test("a file or a link in the place of a folder: nothing is put below it, or behind the link", async () => {
    lay("a", "a file");
    mkdirSync(join(folder(), "elsewhere"));
    symlinkSync(join(folder(), "elsewhere"), at("b"));
    const found = await give(
      [
        store.stageAll([
          ["a/x", "1"],
          ["b/y", "2"],
          ["b/deep/z", "3"],
        ]),
      ],
      [{ path: "a", mode: 0o755 }],
    );
    expect(found).toEqual({ a: "different", "a/x": "different", "b/y": "different", "b/deep/z": "different" });
    expect([textOf("a"), readdirSync(join(folder(), "elsewhere"))]).toEqual(["a file", []]);
  });

  test.each(["text", LONG])(
    "also when a client makes it in the very moment in which it would come back",
    async (text) => {
      const linkSync = ((from: fs.PathLike, to: fs.PathLike) => {
        if (to === at("a")) writeFileSync(to, "the client's");
        return fs.linkSync(from, to);
      }) as typeof fs.linkSync;
      store = new StoreUnderTest(folder(), { linkSync });
      expect(await give([store.stage("a", text)])).toEqual({ a: "different" });
      expect(textOf("a")).toBe("the client's");
    },
  );

  test("a folder that a client makes in that moment is its own", async () => {
    const mkdirSync = ((place: fs.PathLike, ...more: [fs.Mode]) => {
      if (String(place) === at("a")) fs.mkdirSync(place, 0o711);
      return fs.mkdirSync(place, ...more);
    }) as typeof fs.mkdirSync;
    store = new StoreUnderTest(folder(), { mkdirSync });
    expect(await give([store.stage("a/file", "text")], [{ path: "a", mode: 0o755 }])).toEqual({
      a: "different",
      "a/file": "placed",
    });
    expect(modeOf("a")).toBe(0o711);
  });
});

test("what is not wanted is not made, nor folders that are for it alone; what is there is judged all the same", async () => {
  lay("kept/same", "same");
  const parts = [
    store.stageAll([
      ["gone/a", "1"],
      ["half/a", "2"],
      ["half/b", "3"],
      ["kept/same", "same"],
    ]),
  ];
  const folders = ["gone", "half", "none"].map((path) => ({ path, mode: 0o755 }));
  const found = await give(parts, folders, ["gone", "gone/a", "half", "half/a", "none", "kept/same"]);
  expect(found).toEqual({
    gone: "unwanted",
    "gone/a": "unwanted",
    half: "placed",
    "half/a": "unwanted",
    "half/b": "placed",
    none: "unwanted",
    "kept/same": "identical",
  });
  expect(readdirSync(store.content).sort()).toEqual([".pairkeeper-store", "half", "kept"]);
});

describe("names that the store cannot hold are refused, and the rest comes back", () => {
  test.each(["n".repeat(300), "é".repeat(150)])("too long: %s", async (long) => {
    lay("there already", "so that the folder has a name");
    const found = await give(
      [
        store.stageAll([
          [long, "1"],
          [`${long}2/x`, "2"],
          ["good", "3"],
        ]),
      ],
      [{ path: `${long}3`, mode: 0o755 }],
    );
    expect(found).toEqual({ [long]: "refused", [`${long}2/x`]: "refused", [`${long}3`]: "refused", good: "placed" });
  });

  test("taken for another", async () => {
    store = new StoreUnderTest(folder(), foldingDisk());
    lay("File", "first");
    mkdirSync(at("Folder"));
    const found = await give([
      store.stageAll([
        ["file", "second"],
        ["folder/x", "x"],
        ["new", "n"],
        ["NEW", "N"],
      ]),
    ]);
    expect(found).toEqual({ file: "refused", "folder/x": "refused", new: "placed", NEW: "refused" });
    expect(textOf("File")).toBe("first");
  });
});

describe("a file system without links, or another one", () => {
  const without = (code: string, more: Partial<typeof fs> = {}) =>
    new StoreUnderTest(folder(), {
      linkSync: () => {
        throw failing(code);
      },
      ...more,
    });

  test.each([
    ["EPERM", "text"],
    ["EXDEV", LONG],
  ])("%s: it is written beside its place, synced and renamed", async (code, text) => {
    store = without(code);
    expect(await give([store.stage("a/b", text)])).toEqual({ "a/b": "placed" });
    expect([textOf("a/b") === text, modeOf("a/b"), readdirSync(at("a"))]).toEqual([true, 0o640, ["b"]]);
    expect(await give([store.stage("a/b", text)])).toEqual({ "a/b": "placed" });
    await store.store.forgetReturned(POOL_1);
    expect(await give([store.stage("a/b", text)])).toEqual({ "a/b": "identical" });
  });

  test("nothing is renamed over what came there meanwhile", async () => {
    const fsyncSync = (fd: number) => {
      fs.fsyncSync(fd);
      writeFileSync(at("a"), "the client's");
    };
    store = without("ENOTSUP", { fsyncSync });
    expect(await give([store.stage("a", "text")])).toEqual({ a: "different" });
    expect([textOf("a"), readdirSync(store.content).length]).toEqual(["the client's", 2]);
  });
});

describe("a crash anywhere", () => {
  test("places the rest the next time, and what was placed before counts as placed", async () => {
    lay("there", "there");
    const parts = () => [
      store.stageAll([
        ["a/1", "1"],
        ["a/2", "2"],
        ["there", "there"],
      ]),
      store.stage("a/large", LONG, 2),
    ];
    const folders = [
      { path: "a", mode: 0o555 },
      { path: "a/deep", mode: 0o711 },
    ];
    const whole = {
      a: "placed",
      "a/deep": "placed",
      "a/1": "placed",
      "a/2": "placed",
      there: "identical",
      "a/large": "placed",
    };
    for (let step = 0; step < 60; step++) {
      rmSync(store.staged(2), { force: true });
      const sent = parts();
      let calls = 0;
      const dies =
        <A extends unknown[], R>(real: (...all: A) => R) =>
        (...all: A): R => {
          if (++calls > step) throw failing("EIO");
          return real(...all);
        };
      const { linkSync, mkdirSync, chmodSync: chmod, openSync, writeSync } = fs;
      const disk = {
        linkSync: dies(linkSync),
        mkdirSync: dies(mkdirSync),
        chmodSync: dies(chmod),
        openSync: dies(openSync),
        writeSync: dies(writeSync),
      };
      const dying = new StoreUnderTest(folder(), disk as unknown as Partial<typeof fs>);
      const returning = { parts: sent, folders, unwanted: new Set<string>() };
      const died = await dying.store
        .placeMissing(POOL_1, returning, () => {})
        .then(
          () => false,
          () => true,
        );
      expect(await give(sent, folders)).toEqual(whole);
      expect([textOf("a/1"), textOf("a/2"), textOf("a/large") === LONG, modeOf("a"), modeOf("a/deep")]).toEqual([
        "1",
        "2",
        true,
        0o555,
        0o711,
      ]);
      await store.store.forgetReturned(POOL_1);
      chmodSync(at("a"), 0o755);
      rmSync(at("a"), { recursive: true });
      if (!died) return expect(step).toBeGreaterThan(10);
    }
    throw new Error("it never came through");
  });

  test.each(["text", LONG])(
    "what a client wrote into a file that was placed before leaves it one that was placed",
    async (text) => {
      const part = store.stage("a", text);
      await give([part]);
      if (text === LONG) rmSync(part.staged); // it goes with its package, and comes with another
      fs.appendFileSync(at("a"), "more");
      expect(await give([store.stage("a", text)], [], ["a"])).toEqual({ a: "placed" });
      expect(textOf("a") === `${text}more`).toBe(true);
    },
  );

  test("a file that is no longer the one that was placed is a client's", async () => {
    await give([store.stage("a", "text")]);
    rmSync(at("a"));
    writeFileSync(at("a"), "the client's");
    expect(await give([store.stage("a", "text")])).toEqual({ a: "different" });
  });
});

describe("a part that is not what it has to be", () => {
  test.each(["text", LONG])("is a fault before anything of it is placed", async (text) => {
    const part = store.stage("a", text);
    writeFileSync(part.staged, `y${text.slice(1)}`);
    await expect(give([part])).rejects.toMatchObject({ code: "package-damaged", path: part.staged });
    rmSync(part.staged);
    await expect(give([part])).rejects.toMatchObject({ code: "package-damaged" });
    expect(existsSync(at("a"))).toBe(false);
  });
});

test("nothing is written into a data set that is lost", async () => {
  rmSync(at(".pairkeeper-store"));
  await expect(give([store.stage("a", "text")])).rejects.toMatchObject({ code: "store-lost" });
  expect(readdirSync(store.content)).toEqual([]);
  await store.store.beginRestore(POOL_1, null);
  expect(await give([store.stage("a", "text")])).toEqual({ a: "placed" });
});
