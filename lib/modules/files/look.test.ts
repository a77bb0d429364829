import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
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
  return (await book.next(DATA_CONF, await book.mark(), 1000)).map((entry) => entry.key).sort();
};
const gone = async () => (await world.contentOf(POOL_1).store.book.facts(DATA_CONF, [], 1000)).goneItems;
/** Everything that is pending has left, as far as the book is concerned. */
const sendAll = async () => {
  const { book } = world.contentOf(POOL_1).store;
  const ids = (await book.next(DATA_CONF, await book.mark(), 1000)).map((entry) => entry.id);
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
    const before = world.clock.now();
    expect(await side().look(false, () => {})).toMatchObject({ at: before, closed: true });
    expect(world.clock.now() - before).toBe(2000);
  });

  test("stays open while a file goes on changing, and looks again next time", async () => {
    write("log.txt");
    const restless = (real: FileStore): FileStore => ({
      ...real,
      stampOf: async (home, path) => {
        const stamp = await real.stampOf(home, path);
        return stamp && { ...stamp, ctimeNs: await real.clockNs() };
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
    expect(await gone()).toBe(3);
    expect(await pending()).toEqual([]);
  });

  test("that cannot read a folder says so, and takes nothing below it for gone", async () => {
    mkdirSync(join(content, "folder"));
    write("folder/a.txt");
    write("b.txt");
    await side().look(false, () => {});
    await sendAll();
    const unreadable = (real: FileStore): FileStore => ({
      ...real,
      list: async (home, folder) => {
        if (folder === "folder") throw new Fault("scan-failed", "permission denied", folder);
        return real.list(home, folder);
      },
    });
    write("b.txt", "changed");
    const look: Look = await side(unreadable).look(false, () => {});
    expect(look.closed).toBe(false);
    expect(look.fault).toMatchObject({ code: "scan-failed", path: "folder" });
    expect(await pending()).toEqual(["b.txt"]);
    expect(await gone()).toBe(0);
  });

  test("lets the process do other things meanwhile, and says that it gets on", async () => {
    for (let folder = 0; folder < 20; folder++) {
      mkdirSync(join(content, `${folder}`));
      for (let n = 0; n < 100; n++) write(`${folder}/${n}`, "");
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
    expect(await gone()).toBe(0);
  });

  test("of everything makes the whole data set pending, unchanged as it is", async () => {
    write("a.txt");
    await side().look(false, () => {});
    await sendAll();
    await side().look(true, () => {});
    expect(await pending()).toEqual(["a.txt"]);
  });
});

describe("packing", () => {
  const staging = async () => {
    const target = join(world.folder, "staging");
    mkdirSync(target, { recursive: true });
    const unused = async () => {
      throw new Error("not asked for");
    };
    return {
      partPath: (name: string) => join(target, name),
      writePart: unused,
      seal: unused,
      publish: unused,
      discard: unused,
    };
  };
  const ROOM = { batches: 1000, bytes: Number.POSITIVE_INFINITY, items: 100_000, isFresh: true };
  const pack = async (room = ROOM, from = side()) =>
    from.pack(await world.contentOf(POOL_1).store.book.mark(), room, await staging());

  test("keeps a file pending that changed since it was looked at", async () => {
    write("a.txt");
    await side().look(false, () => {});
    appendFileSync(join(content, "a.txt"), "more");
    expect(await pack()).toMatchObject({ sent: [], kept: [expect.any(Number)], gone: [] });
  });

  test("finds out what went away since", async () => {
    write("a.txt");
    await side().look(false, () => {});
    rmSync(join(content, "a.txt"));
    expect(await pack()).toMatchObject({ batches: [], sent: [], gone: [expect.any(Number)] });
  });

  test("puts a file that is larger than a package into one of its own", async () => {
    write("1 small");
    write("2 large", "x".repeat(17 * 1024 * 1024));
    write("3 small");
    await side().look(false, () => {});
    const first = await pack();
    expect(first.sent).toHaveLength(1);
    const { book } = world.contentOf(POOL_1).store;
    await book.launch(
      DATA_CONF,
      { epoch: nextEpoch(), seq: ++seq, hash: "-" as ManifestHash, items: 1, bytes: 1 },
      first.sent,
      [],
      0,
    );
    const second = await pack();
    expect(second.parts.map((part) => part.bytes)).toEqual([17 * 1024 * 1024]);
  });

  test("takes nothing that has no room in this cycle, unless the cycle is fresh", async () => {
    write("a", "x".repeat(5000));
    await side().look(false, () => {});
    expect((await pack({ ...ROOM, bytes: 4999, isFresh: false })).sent).toHaveLength(0);
    expect((await pack({ ...ROOM, bytes: 4999, isFresh: true })).sent).toHaveLength(1);
  });
});
