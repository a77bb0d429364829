import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { ExportSide, Look } from "#lib/ports/backup-module.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import { DATA_CONF, POOL_1 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { filesModule } from "./files-module.ts";

const FACE: ModuleFace = {
  name: DATA_CONF,
  category: "UserData",
  kind: "files",
  aliases: [],
  item: { one: "file", many: "files" },
};

let world: TwoPools;
let content: string;
let seq = 0;
beforeEach(async () => {
  world = await TwoPools.open();
  content = world.content(POOL_1);
});
afterEach(() => world.close());

const write = (path: string, text = "content") => writeFileSync(join(content, path), text);

/** The export side over pool 1's real stores, with `meddle` between it and the files. */
function side(meddle: (real: FileStore) => FileStore = (real) => real): ExportSide {
  const stores = world.contentOf(POOL_1);
  return filesModule(FACE, () => ({ ...stores, files: meddle(stores.files) }), world.clock).exportSide(POOL_1);
}
const pending = async () => {
  const { book } = world.contentOf(POOL_1).store;
  return (await book.next(DATA_CONF, "images", await book.mark(), 10_000)).map((entry) => entry.key).sort();
};
const gone = async () => {
  const { book } = world.contentOf(POOL_1).store;
  return (await book.next(DATA_CONF, "tombstones", await book.mark(), 10_000)).map((entry) => entry.key).sort();
};
/** Everything that is pending has left, as far as the book is concerned. */
const sendAll = async () => {
  const { book } = world.contentOf(POOL_1).store;
  const mark = await book.mark();
  const all = [
    ...(await book.next(DATA_CONF, "images", mark, 10_000)),
    ...(await book.next(DATA_CONF, "tombstones", mark, 10_000)),
  ];
  const ids = all.map((entry) => entry.id);
  const ref = { epoch: nextEpoch(), seq: ++seq, hash: "-" as ManifestHash, items: ids.length, bytes: 1 };
  await book.launch(DATA_CONF, ref, ids, [], 0);
  await book.clear(DATA_CONF, [ref]);
};

describe("a look", () => {
  test("finds what is new, and a second one finds nothing", async () => {
    mkdirSync(join(content, "folder"));
    write("folder/a.txt");
    expect(await side().look(false, () => {})).toMatchObject({ closed: true, fault: null });
    expect(await pending()).toEqual(["folder", "folder/a.txt"]);
    await sendAll();
    expect(await side().look(false, () => {})).toMatchObject({ closed: true });
    expect(await pending()).toEqual([]);
  });

  test.each([
    ["longer content", () => appendFileSync(join(content, "a.txt"), "more")],
    [
      "other content of the same length and time",
      () => {
        write("a.txt", "CONTENT");
        utimesSync(join(content, "a.txt"), 1, 1);
      },
    ],
    ["another file by rename", () => [write("b.txt"), renameSync(join(content, "b.txt"), join(content, "a.txt"))]],
  ])("finds %s", async (_what, change) => {
    write("a.txt");
    utimesSync(join(content, "a.txt"), 1, 1);
    await side().look(false, () => {});
    await sendAll();
    change();
    await side().look(false, () => {});
    expect(await pending()).toEqual(["a.txt"]);
  });

  test("closes only when what was touched just now held still for 2 s", async () => {
    write("a.txt");
    const { ctimeNs } = statSync(join(content, "a.txt"), { bigint: true });
    const before = world.clock.now();
    const clockNs = async () => ctimeNs + BigInt(world.clock.now() - before) * 1_000_000n;
    const exporting = side((real) => ({ ...real, clockNs }));
    expect(await exporting.look(false, () => {})).toMatchObject({ at: before, closed: true });
    expect(world.clock.now() - before).toBe(2000);
  });

  test("stays open while a file goes on changing, and looks again next time", async () => {
    write("log.txt");
    const restless = (real: FileStore): FileStore => ({
      ...real,
      compare: async (home, asked, everything) => {
        appendFileSync(join(content, "log.txt"), "more");
        const { ctimeNs } = statSync(join(content, "log.txt"), { bigint: true });
        return real.compare(home, asked, everything, ctimeNs);
      },
    });
    expect(await side(restless).look(false, () => {})).toMatchObject({ closed: false, fault: null });
    await sendAll();
    await side().look(false, () => {});
    expect(await pending()).toEqual(["log.txt"]);
  });

  test("knows a file that is gone, and all that was below a folder that is gone", async () => {
    mkdirSync(join(content, "folder/deep"), { recursive: true });
    write("folder/deep/a.txt");
    write("b.txt");
    await side().look(false, () => {});
    await sendAll();
    rmSync(join(content, "folder"), { recursive: true });
    await side().look(false, () => {});
    expect(await gone()).toEqual(["folder", "folder/deep", "folder/deep/a.txt"]);
    expect(await pending()).toEqual([]);
  });

  test("knows a file that is gone though it changed right before", async () => {
    write("a.txt");
    await side().look(false, () => {});
    await sendAll();
    write("a.txt", "longer content");
    rmSync(join(content, "a.txt"));
    await side().look(false, () => {});
    expect(await gone()).toEqual(["a.txt"]);
  });

  test("knows a folder that became a file, and a file that became a folder", async () => {
    mkdirSync(join(content, "a"));
    write("a/x");
    write("b");
    await side().look(false, () => {});
    await sendAll();
    rmSync(join(content, "a"), { recursive: true });
    rmSync(join(content, "b"));
    write("a");
    mkdirSync(join(content, "b"));
    write("b/y");
    await side().look(false, () => {});
    expect(await pending()).toEqual(["a", "b", "b/y"]);
    expect(await gone()).toEqual(["a/x"]);
  });

  test("takes nothing for gone in a store that went away while it was looked at", async () => {
    mkdirSync(join(content, "folder"));
    for (const name of ["a", "b", "folder/c"]) write(name);
    await side().look(false, () => {});
    await sendAll();
    const vanishing = (real: FileStore): FileStore => ({
      ...real,
      compare: async (...asked) => {
        rmSync(content, { recursive: true, force: true });
        mkdirSync(content);
        return real.compare(...asked);
      },
    });
    await expect(side(vanishing).look(false, () => {})).rejects.toMatchObject({ code: "store-lost" });
    expect(await gone()).toEqual([]);
  });

  test("of a mount that went away is told by its path, and the rest goes on", async () => {
    mkdirSync(join(content, "gone/mount"), { recursive: true });
    write("gone/mount/a");
    write("b");
    await side().look(false, () => {});
    await sendAll();
    rmSync(join(content, "gone"), { recursive: true });
    write("b", "changed");
    const mounted = (real: FileStore): FileStore => ({
      ...real,
      readSight: (sight) => real.readSight(sight).map((item) => (item.name === "a" ? { ...item, device: "77" } : item)),
    });
    for (const _look of [1, 2]) {
      const look = await side(mounted).look(false, () => {});
      expect(look).toMatchObject({ closed: false, fault: { code: "scan-failed", path: "gone/mount/a" } });
    }
    expect([await gone(), await pending()]).toEqual([[], ["b"]]);
    await side().look(false, () => {});
    expect(await gone()).toEqual(["gone", "gone/mount", "gone/mount/a"]);
  });

  test("a crash before the scan list is written finds the same again", async () => {
    for (const name of ["a", "b"]) write(name);
    await side().look(false, () => {});
    await sendAll();
    rmSync(join(content, "a"));
    write("b", "changed");
    const stores = world.contentOf(POOL_1);
    const scanList = {
      ...stores.scanList,
      update: async () => {
        throw new Error("the power is gone");
      },
    };
    const dying = filesModule(FACE, () => ({ ...stores, scanList }), world.clock).exportSide(POOL_1);
    await expect(dying.look(false, () => {})).rejects.toThrow("power");
    await sendAll();
    await side().look(false, () => {});
    expect([await gone(), await pending()]).toEqual([["a"], ["b"]]);
  });

  test("with a new scan list is a new baseline without deletions, and says that some may have been missed until both sides are compared", async () => {
    for (const name of ["a", "b"]) write(name);
    expect(await side().look(false, () => {})).toMatchObject({ closed: true, missed: null });
    await sendAll();
    rmSync(join(content, "a"));
    await world.restart({}, () => rmSync(join(world.folder, "pools", POOL_1, "scan.db")));
    for (const _look of [1, 2]) {
      expect(await side().look(false, () => {})).toMatchObject({
        closed: true,
        missed: "scan-list-lost",
        fault: null,
      });
    }
    expect([await gone(), await pending()]).toEqual([[], ["b"]]);
    await side().noteCompared();
    expect(await side().look(false, () => {})).toMatchObject({ closed: true, missed: null });
  });

  test("that cannot read a folder says so, and takes nothing below it for gone", async () => {
    mkdirSync(join(content, "folder"));
    write("folder/a.txt");
    write("b.txt");
    await side().look(false, () => {});
    await sendAll();
    const unreadable = (real: FileStore): FileStore => ({
      ...real,
      compare: async (home, asked, ...how) => {
        const news = await real.compare(home, asked, ...how);
        return news.map((one, number) =>
          asked[number]?.folder === "folder"
            ? { is: "unreadable", sentence: "permission denied", path: "folder" }
            : one,
        );
      },
    });
    write("b.txt", "changed");
    const look: Look = await side(unreadable).look(false, () => {});
    expect(look.closed).toBe(false);
    expect(look.fault).toMatchObject({ code: "scan-failed", path: "folder" });
    expect(await pending()).toEqual(["b.txt"]);
    expect(await gone()).toEqual([]);
  });

  test("lets the process do other things meanwhile, and says that it gets on", async () => {
    for (let folder = 0; folder < 400; folder++) {
      mkdirSync(join(content, `${folder}`));
      for (let n = 0; n < 3; n++) write(`${folder}/${n}`, "");
    }
    let turns = 0;
    let steps = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    await side().look(false, () => {
      steps += 1;
    });
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(4);
    expect(steps).toBeGreaterThanOrEqual(4);
  });

  test("into a folder that lost its marker finds nothing gone", async () => {
    write("a.txt");
    await side().look(false, () => {});
    rmSync(content, { recursive: true });
    mkdirSync(content);
    await expect(side().look(false, () => {})).rejects.toMatchObject({ code: "store-lost" });
    expect(await gone()).toEqual([]);
  });

  test("of everything makes the whole data set pending, unchanged as it is", async () => {
    write("a.txt");
    await side().look(false, () => {});
    await sendAll();
    await side().look(true, () => {});
    expect(await pending()).toEqual(["a.txt"]);
  });
});
