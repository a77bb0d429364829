import { appendFileSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { ExportSide, Packed, Phase, Room } from "#lib/ports/backup-module.ts";
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
const ROOM: Room = {
  batches: 1000,
  bytes: Number.POSITIVE_INFINITY,
  items: 100_000,
  isFresh: true,
  reserved: { high: 0, normal: 0 },
};
const ONE = [expect.any(Number)];

let world: TwoPools;
let content: string;
let seq = 0;
let exporting: ExportSide;
beforeEach(async () => {
  world = await TwoPools.open();
  content = world.content(POOL_1);
  exporting = side();
});
afterEach(() => world.close());

const at = (path: string) => join(content, path);
const write = (path: string, text = "content") => writeFileSync(at(path), text);
const book = () => world.contentOf(POOL_1).store.book;
const look = () => exporting.look(false, () => {});

function side(meddle: (real: FileStore) => FileStore = (real) => real): ExportSide {
  const stores = world.contentOf(POOL_1);
  return filesModule(FACE, () => ({ ...stores, files: meddle(stores.files) }), world.clock).exportSide(POOL_1);
}

async function pack(phase: Phase, room: Room = ROOM): Promise<Packed> {
  const folder = join(world.folder, "staging");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const unused = async () => {
    throw new Error("not asked for");
  };
  const more = { writePart: unused, seal: unused, publish: unused, discard: unused };
  return exporting.pack(phase, await book().mark(), room, { partsFolder: folder, ...more });
}

/** What the engine does with a package: notes what was found out, and takes the rest for sent. */
async function send(packed: Packed, isAcked = true): Promise<void> {
  await book().setGone(DATA_CONF, packed.gone, true);
  await book().setGone(DATA_CONF, packed.back, false);
  await book().drop(DATA_CONF, packed.void);
  const items = packed.sent.length + packed.kept.length;
  if (items === 0) return;
  const ref = { epoch: nextEpoch(), seq: ++seq, hash: "-" as ManifestHash, items, bytes: packed.bytes };
  await book().launch(DATA_CONF, ref, packed.sent, packed.kept, 0);
  if (isAcked) await book().clear(DATA_CONF, [ref]);
}

async function copied(...paths: string[]): Promise<void> {
  for (const path of paths) write(path);
  await look();
  await send(await pack("images"));
}

const pathsOf = ({ batches }: Packed) =>
  batches.flatMap((batch) => {
    if (batch.is === "files") {
      const files = batch.files.flatMap(({ folder, names }) => names.split("/").map((name) => joinPath(folder, name)));
      return [...batch.folders.map((one) => one.path), ...files];
    }
    return batch.is === "files-gone" ? batch.paths : [];
  });

describe("images", () => {
  test("go with the first time of the oldest in their batch", async () => {
    write("a");
    const first = world.clock.now();
    await look();
    world.clock.travel(60_000);
    write("b");
    await look();
    const { batches, parts, sent } = await pack("images");
    expect(batches).toMatchObject([{ is: "files", oldestAt: new Date(first).toISOString() }]);
    expect([parts.length, sent.length]).toEqual([1, 2]);
  });

  test("that changed since the look go, and stay pending", async () => {
    write("a");
    await look();
    appendFileSync(at("a"), "more");
    expect(await pack("images")).toMatchObject({ sent: [], kept: ONE, gone: [] });
  });

  test("that went away since the look are tombstones from then on, and go as such", async () => {
    await copied("a");
    write("a", "changed");
    await look();
    rmSync(at("a"));
    const packed = await pack("images");
    expect(packed).toMatchObject({ batches: [], sent: [], gone: ONE, void: [] });
    await send(packed);
    expect(pathsOf(await pack("tombstones"))).toEqual(["a"]);
  });

  test("of a name that came and went unseen are void; of one that was sent unseen they are owed", async () => {
    write("never sent");
    write("sent");
    const { ctimeNs } = lstatSync(at("sent"), { bigint: true });
    exporting = side((real) => ({ ...real, clockNs: async () => ctimeNs })); // nothing gets old: no look sees it hold still
    await look();
    const [first] = await book().next(DATA_CONF, "images", await book().mark(), 1);
    expect(first?.key).toBe("never sent");
    rmSync(at("never sent"));
    const packed = await pack("images");
    expect(packed).toMatchObject({ void: ONE, kept: ONE, gone: [] });
    await send(packed);
    rmSync(at("sent"));
    await look();
    expect(await pack("images")).toMatchObject({ void: [], gone: ONE });
  });

  test("larger than a package go alone, and nothing before or after is left behind", async () => {
    write("1 small");
    write("2 large", "x".repeat(17 * 1024 * 1024));
    write("3 small");
    await look();
    const names: string[][] = [];
    for (let n = 0; n < 3; n++) {
      const packed = await pack("images");
      names.push(pathsOf(packed));
      await send(packed);
    }
    expect(names).toEqual([["1 small"], ["2 large"], ["3 small"]]);
  });

  test("fill a package to its sixteen batches and no further", async () => {
    for (let n = 0; n < 20; n++) write(`${String(n).padStart(2, "0")}`, "x".repeat(700 * 1024));
    await look();
    const first = await pack("images");
    expect(first.batches).toHaveLength(16);
    expect(existsSync(join(world.folder, "staging", "000017"))).toBe(false);
    await send(first);
    expect(pathsOf(await pack("images"))).toEqual(["16", "17", "18", "19"]);
  });

  test("take nothing that has no room in this cycle, unless the cycle is fresh", async () => {
    write("a", "x".repeat(5000));
    await look();
    expect((await pack("images", { ...ROOM, bytes: 4999, isFresh: false })).sent).toHaveLength(0);
    expect((await pack("images", { ...ROOM, bytes: 4999, isFresh: true })).sent).toHaveLength(1);
  });

  test("are not looked for in a store that went away", async () => {
    await copied("a");
    write("a", "changed");
    await look();
    rmSync(content, { recursive: true });
    await expect(pack("images")).rejects.toMatchObject({ code: "store-lost" });
  });

  test("a disk that fills leaves the book as it was", async () => {
    for (const name of ["a", "b"]) write(name);
    await look();
    exporting = side((real) => ({
      ...real,
      copyOut: async () => {
        throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
      },
    }));
    await expect(pack("images")).rejects.toMatchObject({ code: "ENOSPC" });
    exporting = side();
    expect(pathsOf(await pack("images"))).toEqual(["a", "b"]);
  });
});

describe("tombstones", () => {
  test("go when absence is proved: a file, and a folder with all below", async () => {
    mkdirSync(at("d"));
    await copied("a", "d/x", "d/y", "keep");
    rmSync(at("a"));
    rmSync(at("d"), { recursive: true });
    await look();
    const packed = await pack("tombstones");
    expect(packed).toMatchObject({ parts: [], kept: [], gone: [], back: [], void: [] });
    expect(pathsOf(packed).sort()).toEqual(["a", "d", "d/x", "d/y"]);
    expect(packed.batches).toMatchObject([{ is: "files-gone", oldestAt: expect.any(String) }]);
    await send(packed);
    expect(await pack("tombstones")).toMatchObject({ batches: [], sent: [] });
  });

  test("of what is there again are images again", async () => {
    mkdirSync(at("d"));
    await copied("a", "d/x");
    rmSync(at("a"));
    rmSync(at("d"), { recursive: true });
    await look();
    mkdirSync(at("a"));
    write("d");
    const packed = await pack("tombstones");
    expect(packed.back).toHaveLength(2);
    expect(pathsOf(packed)).toEqual(["d/x"]);
    await send(packed);
    expect(pathsOf(await pack("images")).sort()).toEqual(["a", "d"]);
  });

  test("of a file that became a link go", async () => {
    await copied("a");
    rmSync(at("a"));
    symlinkSync("/etc/passwd", at("a"));
    await look();
    expect(pathsOf(await pack("tombstones"))).toEqual(["a"]);
  });

  test("stay where absence cannot be proved, and are told by their path; the rest goes", async () => {
    await copied("a", "b");
    for (const name of ["a", "b"]) rmSync(at(name));
    await look();
    exporting = side((real) => ({
      ...real,
      findAbsent: async (home, asked) => {
        const found = await real.findAbsent(home, asked);
        return found.map((all, folder) =>
          all.map((one, item) =>
            asked[folder]?.names[item] === "a" ? { is: "unproven", sentence: "EACCES", path: "a" } : one,
          ),
        );
      },
    }));
    const packed = await pack("tombstones");
    expect(packed.unreadable).toMatchObject({ ids: ONE, fault: { code: "scan-failed", path: "a" } });
    expect(pathsOf(packed)).toEqual(["b"]);
  });

  test("are proved by the device that is remembered until the partner has heard of them", async () => {
    await copied("a");
    rmSync(at("a"));
    await look();
    const asked: unknown[] = [];
    exporting = side((real) => ({
      ...real,
      findAbsent: async (home, groups) => {
        asked.push(groups.map(({ owed }) => owed.flatMap((sight) => real.readSight(sight).map((item) => item.name))));
        return real.findAbsent(home, groups);
      },
    }));
    await send(await pack("tombstones"), false);
    await book().returnFlights(DATA_CONF);
    await look();
    await send(await pack("tombstones"));
    expect(asked).toEqual([[["a"]], [["a"]]]);
    await look();
    expect(world.contentOf(POOL_1).scanList.owed(POOL_1, [""])).toEqual([[]]);
  });

  test("weigh something: a cycle carries no more than it has room for", async () => {
    await copied("a", "b", "c");
    for (const name of ["a", "b", "c"]) rmSync(at(name));
    await look();
    const room = { ...ROOM, bytes: 2048 };
    expect((await pack("tombstones", room)).sent).toHaveLength(2);
    expect((await pack("tombstones", { ...room, bytes: 100, isFresh: false })).sent).toHaveLength(0);
    expect((await pack("tombstones", { ...room, items: 1 })).sent).toHaveLength(1);
  });

  test("are not sent out of a store that went away", async () => {
    await copied("a");
    rmSync(at("a"));
    await look();
    rmSync(at(".pairkeeper-store"));
    await expect(pack("tombstones")).rejects.toMatchObject({ code: "store-lost" });
  });
});
