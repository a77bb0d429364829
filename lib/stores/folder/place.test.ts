import * as fs from "node:fs";
import {
  chmodSync,
  existsSync,
  lstatSync,
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
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { foldingDisk } from "#lib/testkit/folding-disk.ts";
import { StoreUnderTest } from "#lib/testkit/store-under-test.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";

const folder = tempFolder();
let store: StoreUnderTest;
beforeEach(() => {
  store = new StoreUnderTest(folder());
});

const at = (...path: string[]) => join(store.content, ...path);
const textOf = (path: string) => readFileSync(at(path), "utf8");
const modeOf = (path: string) => statSync(at(path)).mode & 0o777;
/** Of a file that is a part of its own. */
const LONG = "x".repeat(1 << 20);
const failing = (code: string) => Object.assign(new Error(code), { code });

describe("placing", () => {
  test.each([0o640, 0o444, 0o200, 0o000])("gives a file its time and mode %o, and again is nothing", async (mode) => {
    const file = store.stage("deep/er/a.txt", "new", 1, mode);
    expect(await store.place([file])).toEqual([]);
    const stat = lstatSync(at("deep/er/a.txt"));
    expect([stat.mode & 0o777, stat.mtimeMs]).toEqual([mode, 1_600_000_000_000]);
    expect(await store.place([file])).toEqual([]);
    chmodSync(at("deep/er/a.txt"), 0o600);
    expect(textOf("deep/er/a.txt")).toBe("new");
  });

  test("replaces what is different, by rename: who reads the old one goes on reading it", async () => {
    store.write("a", "old");
    const reader = fs.openSync(at("a"), "r");
    await store.place([store.stage("a", "new")]);
    expect(textOf("a")).toBe("new");
    expect(readFileSync(reader, "utf8")).toBe("old");
    fs.closeSync(reader);
  });

  test("leaves what is identical untouched, and gives it only the face that it lacks", async () => {
    await store.place([store.stage("a", "same")]);
    const before = lstatSync(at("a"), { bigint: true });
    await store.place([store.stage("a", "same")]);
    expect(lstatSync(at("a"), { bigint: true })).toMatchObject({ ino: before.ino, ctimeNs: before.ctimeNs });
  });

  test("a large file moves to its place itself; when it did already it only gets the face that it lacks", async () => {
    const file = store.stage("a", LONG, 1, 0o600);
    const { ino } = lstatSync(file.staged);
    await store.place([file]);
    expect([lstatSync(at("a")).ino, existsSync(file.staged)]).toEqual([ino, false]);
    chmodSync(at("a"), 0o666);
    await store.place([file]);
    expect([lstatSync(at("a")).ino, modeOf("a")]).toEqual([ino, 0o600]);
  });

  test.each(["new", LONG])(
    "a part that is gone while its place holds something else, or nothing, is a damaged package",
    async (text) => {
      store.write("a", "old");
      for (const path of ["a", "b"]) {
        const file = store.stage(path, text);
        rmSync(file.staged);
        await expect(store.place([file])).rejects.toMatchObject({ code: "package-damaged" });
      }
      expect(textOf("a")).toBe("old");
    },
  );

  test.each(["new", LONG])(
    "nothing of a part is placed that has another byte, is longer or is shorter",
    async (text) => {
      const wrong = [`X${text.slice(1)}`, `${text}X`, text.slice(1)];
      for (const found of wrong) {
        const file = store.stageAll([
          ["deep/a", text],
          ["b", text],
        ]);
        const large = store.stage("c", text, 2);
        for (const { staged } of [file, large])
          writeFileSync(staged, readFileSync(staged, "utf8").replace(text, found));
        await expect(store.place([file])).rejects.toMatchObject({ code: "package-damaged", path: file.staged });
        await expect(store.place([large])).rejects.toMatchObject({ code: "package-damaged", path: large.staged });
      }
      expect(["deep/a", "b", "c"].map((path) => existsSync(at(path)))).toEqual([false, false, false]);
    },
  );

  test("files that reach beyond their part are a damaged package", async () => {
    const part = store.stage("a", "new");
    const files = part.files.map((list) => ({ ...list, bytes: [4] }));
    await expect(store.place([{ ...part, files }])).rejects.toMatchObject({ code: "package-damaged" });
    expect(existsSync(at("a"))).toBe(false);
  });

  test("of a part that holds more than its files only these are placed", async () => {
    const part = store.stageAll([
      ["a", "1"],
      ["b", "22"],
      ["c", "333"],
    ]);
    await store.place([{ ...part, files: part.files.slice(1, 2) }]);
    expect(readdirSync(store.content).sort()).toEqual([".pairkeeper-store", "b"]);
    expect(textOf("b")).toBe("22");
  });

  test.each(["new", LONG])(
    "a link that was put in a part's place is no part: it never comes into the content",
    async (text) => {
      const file = store.stage("a", text);
      rmSync(file.staged);
      symlinkSync("/etc/passwd", file.staged);
      await expect(store.place([file])).rejects.toMatchObject({ code: "package-damaged" });
      expect(existsSync(at("a"))).toBe(false);
    },
  );

  test("makes folders, empty ones too, and sets their modes when their content is in", async () => {
    const folders = [
      { path: "shut", mode: 0o500 },
      { path: "empty/er", mode: 0o711 },
    ];
    await store.place([store.stage("shut/a", "new")], folders);
    expect([modeOf("shut"), modeOf("empty/er"), textOf("shut/a")]).toEqual([0o500, 0o711, "new"]);
  });

  test("a folder that forbids writing, entering or reading takes content, and keeps its mode", async () => {
    for (const [number, mode] of [0o555, 0o000, 0o300].entries()) {
      mkdirSync(at(`${mode}`));
      chmodSync(at(`${mode}`), mode);
      await store.place([store.stage(`${mode}/a`, "new", number + 1)]);
      expect(modeOf(`${mode}`)).toBe(mode);
      chmodSync(at(`${mode}`), 0o700);
      expect(textOf(`${mode}/a`)).toBe("new");
    }
  });

  test("a thousand files of many folders, by threads", async () => {
    const real = (await import("./file-store.ts")).folderFileStore(
      store.root,
      {
        pool: POOL_1,
        storeId: "store 1",
        storeEpoch: 1,
        folders: ["DataConf"],
        dataSets: [{ home: POOL_1, id: "set 1" }],
      },
      "DataConf",
    );
    const parts = Array.from({ length: 100 }, (_, part) =>
      store.stageAll(
        Array.from({ length: 10 }, (_, n) => [`${part % 30}/${part * 10 + n}`, `content ${part * 10 + n}`]),
        part + 1,
      ),
    );
    expect(await real.place(POOL_1, [], parts, "trash", () => {})).toEqual([]);
    for (const n of [0, 1, 500, 999]) expect(textOf(`${Math.floor(n / 10) % 30}/${n}`)).toBe(`content ${n}`);
  });
});

describe("an empty folder", () => {
  const renames: string[] = [];
  beforeEach(() => {
    renames.length = 0;
    store = new StoreUnderTest(folder(), {
      renameSync: (from, to) => {
        renames.push(String(to).slice(store.content.length + 1));
        fs.renameSync(from, to);
      },
    });
  });
  const aside = () => readdirSync(join(store.root, "BackupStore", "Temp")).filter((name) => name.startsWith("placing"));

  test("is filled aside and takes its place whole, with modes and times", async () => {
    const files = store.stageAll(
      [
        ["a/1", "one"],
        ["a/b/2", "two"],
        ["a/b/3", ""],
      ],
      1,
      0o604,
    );
    expect(
      await store.place(
        [files],
        [
          { path: "a", mode: 0o750 },
          { path: "a/b", mode: 0o705 },
        ],
      ),
    ).toEqual([]);
    expect(renames).toEqual(["a/1", "a/b"]);
    expect([textOf("a/1"), textOf("a/b/2"), textOf("a/b/3")]).toEqual(["one", "two", ""]);
    expect(["a", "a/b", "a/b/3"].map(modeOf)).toEqual([0o750, 0o705, 0o604]);
    expect([lstatSync(at("a/b/3")).mtimeMs, aside()]).toEqual([1_600_000_000_000, []]);
  });

  test("that an earlier package made keeps its mode, and one whose owner may not write in it too", async () => {
    await store.place(
      [],
      [
        { path: "a", mode: 0o751 },
        { path: "b", mode: 0o511 },
      ],
    );
    await store.place([
      store.stageAll([
        ["a/1", "one"],
        ["b/1", "two"],
      ]),
    ]);
    expect([modeOf("a"), modeOf("b"), textOf("a/1"), textOf("b/1"), aside()]).toEqual([0o751, 0o511, "one", "two", []]);
  });

  test("that gets files out of two parts has all of both", async () => {
    const parts = [
      store.stageAll([
        ["a/1", "one"],
        ["b/1", "b"],
      ]),
      store.stageAll(
        [
          ["a/2", "two"],
          ["c/1", "c"],
        ],
        2,
      ),
    ];
    await store.place(parts);
    expect(["a", "b", "c"].map((path) => readdirSync(at(path)))).toEqual([["1", "2"], ["1"], ["1"]]);
    expect(renames).toEqual(["a", "b", "a/2", "c"]);
  });

  test("that is one no more takes them one by one", async () => {
    store.write("a/0", "zero");
    await store.place([store.stage("a/1", "one")]);
    expect(renames).toEqual(["a/1"]);
    const making = ((path: string, options: fs.MakeDirectoryOptions) => {
      if (path.endsWith("0/folder")) writeFileSync(at("b/stranger"), "here first");
      return fs.mkdirSync(path, options);
    }) as typeof fs.mkdirSync;
    store = new StoreUnderTest(folder(), { mkdirSync: making });
    await store.place([store.stage("b/1", "one", 2)]);
    expect([textOf("a/1"), textOf("b/1"), textOf("b/stranger")]).toEqual(["one", "one", "here first"]);
    expect(aside()).toEqual([]);
  });

  test("whose group goes over to what is in it is filled where it is", async () => {
    chmodSync(store.content, 0o2755);
    await store.place([store.stage("a/1", "one")]);
    expect([renames, textOf("a/1")]).toEqual([["a/1"], "one"]);
  });

  test("what a placing that was cut off left aside is cleared away", async () => {
    await store.place([store.stage("a/1", "one")]);
    const left = join(store.root, "BackupStore", "Temp", `placing-DataConf-${POOL_1}`);
    for (const name of ["0/folder", "0/file"]) mkdirSync(join(left, name), { recursive: true });
    await store.place([
      store.stageAll([
        ["a/1", "1"],
        ["b/2", "2"],
      ]),
    ]);
    expect([textOf("a/1"), textOf("b/2"), aside()]).toEqual(["1", "2", []]);
  });

  test.each([
    ["ENOSPC", "disk-full"],
    ["EIO", "EIO"],
  ])("%s while it is filled fails the whole as %s, and leaves nothing half filled", async (code, told) => {
    let written = 0;
    const writeSync = ((fd: number, ...more: [Buffer, number, number]) => {
      if (++written >= 2) throw failing(code);
      return fs.writeSync(fd, ...more);
    }) as typeof fs.writeSync;
    const part = store.stageAll([
      ["a/1", "one"],
      ["a/2", "two"],
    ]);
    store = new StoreUnderTest(join(store.root, ".."), { writeSync });
    await expect(store.place([part])).rejects.toMatchObject({ code: told });
    expect(readdirSync(at("a"))).toEqual([]);
  });
});

describe("what stands in the way moves to the trash", () => {
  test("a folder with all below, where a file comes", async () => {
    store.write("a/deep/x", "old");
    await store.place([store.stage("a", "new")]);
    expect(textOf("a")).toBe("new");
    expect(readFileSync(store.trashed("a/deep/x"), "utf8")).toBe("old");
  });

  test("a file or a link, where a folder comes or is on the way; a link is never followed", async () => {
    store.write("a", "old");
    const outside = join(folder(), "outside");
    mkdirSync(outside);
    symlinkSync(outside, at("b"));
    await store.place([store.stage("a/x", "new"), store.stage("b/y", "new", 2)], [{ path: "b", mode: 0o755 }]);
    expect([textOf("a/x"), textOf("b/y"), readdirSync(outside)]).toEqual(["new", "new", []]);
    expect(readFileSync(store.trashed("a"), "utf8")).toBe("old");
    expect(lstatSync(store.trashed("b")).isSymbolicLink()).toBe(true);
  });

  test("a link or a socket, where a file comes; what a link leads to is not written", async () => {
    const outside = join(folder(), "outside");
    writeFileSync(outside, "outside");
    symlinkSync(outside, at("a"));
    await store.place([store.stage("a", "new")]);
    expect([readFileSync(outside, "utf8"), textOf("a"), lstatSync(at("a")).isFile()]).toEqual(["outside", "new", true]);
  });
});

describe("across file systems", () => {
  const crossing = (fails: (from: string, to: string) => boolean) =>
    new StoreUnderTest(folder(), {
      renameSync: (from, to) => {
        if (fails(String(from), String(to))) throw failing("EXDEV");
        fs.renameSync(from, to);
      },
    });

  test.each(["new", LONG])(
    "a file is copied beside its place, synced and renamed, with its face, and nothing stays there",
    async (text) => {
      store = crossing((from) => from.includes("BackupStore"));
      const file = store.stage("mount/a", text);
      await store.place([file]);
      expect([textOf("mount/a"), modeOf("mount/a"), readdirSync(at("mount"))]).toEqual([text, 0o640, ["a"]]);
      expect(lstatSync(at("mount/a")).mtimeMs).toBe(1_600_000_000_000);
      await store.place([file]);
    },
  );

  test("small files of one part come one after the other into a folder that holds something", async () => {
    store = crossing((from) => from.includes("BackupStore"));
    store.write("mount/there", "before");
    const part = store.stageAll([
      ["mount/a", "first"],
      ["mount/b", "second"],
      ["mount/there", "after"],
    ]);
    await store.place([part]);
    expect(["a", "b", "there"].map((name) => textOf(`mount/${name}`))).toEqual(["first", "second", "after"]);
    expect(readdirSync(at("mount")).sort()).toEqual(["a", "b", "there"]);
  });

  test("a file that cannot take its name leaves nothing beside it", async () => {
    store = crossing(() => true);
    await expect(store.place([store.stage("a", "new")])).rejects.toMatchObject({ code: "EXDEV" });
    expect(readdirSync(store.content)).toEqual([".pairkeeper-store"]);
  });

  test("a tree moves to the trash whole all the same", async () => {
    store = crossing((_from, to) => to.includes("Trash"));
    store.write("mount/deep/a", "old");
    await store.store.discard(POOL_1, ["mount"], "trash");
    expect(existsSync(at("mount"))).toBe(false);
    expect(readFileSync(store.trashed("mount/deep/a"), "utf8")).toBe("old");
  });
});

describe("names that cannot be held", () => {
  const refused = async (...placed: Parameters<StoreUnderTest["place"]>) =>
    (await store.place(...placed)).map((one) => one.path).sort();

  test("too long ones are told, and the rest is placed", async () => {
    const long = "x".repeat(256);
    const files = [long, `${long}/a`, "good"].map((path, number) => store.stage(path, path, number + 1));
    expect(await refused(files, [{ path: long, mode: 0o755 }])).toEqual([long, long, `${long}/a`]);
    expect(textOf("good")).toBe("good");
  });

  test.each(["EINVAL", "EILSEQ"])("those that the file system refuses with %s are told", async (code) => {
    store = new StoreUnderTest(folder(), {
      renameSync: (from, to) => {
        if (String(to).endsWith("a:b")) throw failing(code);
        fs.renameSync(from, to);
      },
      mkdirSync: ((path: string, options: fs.Mode) => {
        if (path.endsWith("c:d")) throw failing(code);
        return fs.mkdirSync(path, options);
      }) as typeof fs.mkdirSync,
    });
    const files = ["a:b", "c:d/x", "good"].map((path, number) => store.stage(path, path, number + 1));
    expect(await refused(files)).toEqual(["a:b", "c:d/x"]);
    expect(textOf("good")).toBe("good");
  });

  test.each(["EIO", "EACCES", "EROFS"])("%s is no matter of names: it fails whole", async (code) => {
    store = new StoreUnderTest(folder(), {
      renameSync: () => {
        throw failing(code);
      },
    });
    await expect(store.place([store.stage("a", "new")])).rejects.toMatchObject({ code });
  });
});

describe("where names that differ in case are one name (DOMAIN 10 no. 13)", () => {
  beforeEach(() => {
    store = new StoreUnderTest(folder(), foldingDisk());
  });
  const refused = async (...placed: Parameters<StoreUnderTest["place"]>) => {
    const found = await store.place(...placed);
    expect(found.every((one) => one.sentence.includes("same name"))).toBe(true);
    return found.map((one) => one.path).sort();
  };

  test("a new file does not take the place of another; one that is there is changed by its own name", async () => {
    await store.place([store.stage("a.txt", "old")]);
    expect(await refused([store.stage("A.txt", "other", 1), store.stage("b.txt", "new", 2)])).toEqual(["A.txt"]);
    expect([textOf("a.txt"), textOf("b.txt")]).toEqual(["old", "new"]);
    expect(await refused([store.stage("a.txt", "newer", 3)])).toEqual([]);
    expect(textOf("a.txt")).toBe("newer");
  });

  test("of two new ones in one package the first is placed", async () => {
    expect(await refused([store.stage("n/a", "1", 1), store.stage("n/A", "2", 2)])).toEqual(["n/A"]);
    expect(await refused([store.stage("É", "1", 3), store.stage("é", "2", 4)])).toEqual(["é"]);
    expect([readdirSync(at("n")), textOf("n/a"), textOf("É")]).toEqual([["a"], "1", "1"]);
  });

  test("folders too, with all below; files are not mixed into the other", async () => {
    await store.place([store.stage("Dir/x", "1")]);
    const files = [store.stage("dir/y", "2", 2), store.stage("dir/deep/z", "3", 3)];
    expect(await refused(files, [{ path: "dir", mode: 0o755 }])).toEqual(["dir", "dir/deep/z", "dir/y"]);
    expect(readdirSync(at("Dir"))).toEqual(["x"]);
  });

  test("a tombstone of the refused one leaves the other alone", async () => {
    await store.place([store.stage("a", "1"), store.stage("Dir/x", "2", 2)]);
    await store.store.discard(POOL_1, ["A", "dir", "dir/x"], "trash");
    expect([textOf("a"), textOf("Dir/x")]).toEqual(["1", "2"]);
  });

  test("a name that is found with other bytes than were meant is refused, and taken away again", async () => {
    const other = (path: fs.PathLike) => String(path).replace(/\/(a|dir)$/, "/$1̈");
    store = new StoreUnderTest(folder(), {
      renameSync: (from, to) => fs.renameSync(from, other(to)),
      mkdirSync: ((path: string, options: fs.Mode) => fs.mkdirSync(other(path), options)) as typeof fs.mkdirSync,
      rmSync: (path, options) => fs.rmSync(other(path), options),
      rmdirSync: (path) => fs.rmdirSync(other(path)),
    });
    expect(await refused([store.stage("a", "1")], [{ path: "dir", mode: 0o755 }])).toEqual(["a", "dir"]);
    expect(readdirSync(store.content)).toEqual([".pairkeeper-store"]);
  });

  test.each(["ENOSPC", "EDQUOT"])("%s is no matter of names: the store has no room, and is named", async (code) => {
    store = new StoreUnderTest(folder(), {
      renameSync: () => {
        throw failing(code);
      },
    });
    await expect(store.place([store.stage("a", "new")])).rejects.toMatchObject({
      code: "disk-full",
      message: `The file store of ${POOL_1} has no room left.`,
      path: store.root,
    });
  });
});
