import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CopyOutcome, FileStore, FolderNews } from "#lib/ports/file-store.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type Short, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const NAMES = { rows: PRESENCE, files: DATA_CONF } as const;
/** The batches that lie in the partner's BackupStore, package by package; without canaries, which are nobody's data. */
const onTheWay = (kind: Short): string[][] => {
  const folder = join(world.folder, "pools", POOL_2, "files", "BackupStore", NAMES[kind], `from-${POOL_1}`);
  const packages = readdirSync(folder).map((name) => {
    const manifest = JSON.parse(readFileSync(join(folder, name, "manifest.json"), "utf8"));
    return manifest.batches.filter(({ table }: { table?: string }) => !table?.startsWith("canary_"));
  });
  return packages
    .filter((batches) => batches.length > 0)
    .map((batches) => batches.map((batch: { is: string }) => batch.is));
};
const content = (pool: typeof POOL_1) => readdirSync(world.content(pool)).filter((name) => !name.startsWith("."));
const trashed = (): string[] => {
  const folder = join(world.folder, "pools", POOL_2, "files", "Trash", POOL_1);
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
};

describe("what is deleted at the source (DOMAIN 10 no. 10)", () => {
  test("leaves the standby, and its image stays in the trash", async () => {
    world.sql(POOL_1, "delete from users");
    await world.settle(1);
    expect(world.rows(POOL_2)).toEqual([]);
    expect(world.sql(POOL_2, "select tbl, home_pool, json_extract(key, '$[0]') as key from trash")).toEqual([
      { tbl: "users", home_pool: POOL_1, key: "sip:a@x" },
    ]);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("as a file is moved aside, not removed", async () => {
    rmSync(join(world.content(POOL_1), "a.txt"));
    await world.settle(1);
    expect(content(POOL_2)).toEqual([]);
    expect(trashed().filter((path) => path.endsWith("a.txt"))).toHaveLength(1);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("with everything below it, in folders of folders", async () => {
    const deep = world.makeFolder("x/y/z");
    for (const name of ["1", "2", "3"]) writeFileSync(join(deep, name), name);
    await world.settle(2);
    rmSync(join(world.content(POOL_1), "x"), { recursive: true });
    await world.settle(2);
    expect(content(POOL_2)).toEqual(["a.txt"]);
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
  });

  test("and made again before anybody looked is a change, not a deletion", async () => {
    world.sql(POOL_1, "delete from users");
    world.user("sip:a@x", "again");
    await world.cycle("rows");
    expect(onTheWay("rows")).toEqual([["rows"]]);
    await world.imports("rows");
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "again" }]);
    expect(world.sql(POOL_2, "select * from trash")).toEqual([]);
  });

  test("and made again while its tombstone waits is never deleted on the standby", async () => {
    world.user("sip:new@x");
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:a@x'");
    await world.cycle("rows");
    world.user("sip:a@x", "again");
    await world.imports("rows");
    await world.tombstones("rows");
    await world.settle(2);
    expect(world.rows(POOL_2).map((row) => row.display_name)).toEqual(["again", "A"]);
    expect(world.sql(POOL_2, "select * from trash")).toEqual([]);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});

describe("tombstones go last (DESIGN L10)", () => {
  test("a renamed row or file is never missing from the standby", async () => {
    world.sql(POOL_1, "update users set sip_uri = 'sip:b@x'");
    renameSync(join(world.content(POOL_1), "a.txt"), join(world.content(POOL_1), "b.txt"));
    for (const kind of ["rows", "files"] as const) await world.cycle(kind);
    expect([onTheWay("rows"), onTheWay("files")]).toEqual([[["rows"]], [["files"]]]);
    for (const kind of ["rows", "files"] as const) await world.imports(kind);
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toEqual(["sip:a@x", "sip:b@x"]);
    expect(content(POOL_2)).toEqual(["a.txt", "b.txt"]);
    for (const kind of ["rows", "files"] as const) await world.tombstones(kind);
    expect([onTheWay("rows"), onTheWay("files")]).toEqual([[["rows-gone"]], [["files-gone"]]]);
    await world.settle(1);
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toEqual(["sip:b@x"]);
    expect(content(POOL_2)).toEqual(["b.txt"]);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("a file that is moved behind the look's back is never missing from the standby", async () => {
    const [a, b] = [world.makeFolder("a"), world.makeFolder("b")];
    writeFileSync(join(b, "f"), "f");
    await world.settle(2);
    let isMoved = false;
    const moving = (real: FileStore): FileStore => ({
      ...real,
      compare: async (home, asked, everything, nowNs) => {
        const news: FolderNews[] = [];
        for (const one of asked) {
          news.push(...(await real.compare(home, [one], everything, nowNs)));
          if (one.folder !== "a" || isMoved) continue;
          renameSync(join(b, "f"), join(a, "f"));
          isMoved = true;
        }
        return news;
      },
    });
    await world.restart({ files: (real, pool) => (pool === POOL_1 ? moving(real) : real) });
    await world.cycle("files");
    await world.imports("files");
    await world.tombstones("files");
    await world.imports("files");
    expect([existsSync(join(world.content(POOL_2), "a/f")), (await world.status("files")).ExportStatus]).toEqual([
      true,
      "FinalState",
    ]);
  });

  test("a file whose new name cannot be read stays under its old one", async () => {
    let isShut = true;
    const unreadable: CopyOutcome = { is: "unreadable", sentence: "EACCES: permission denied", path: "b.txt" };
    const shut = (real: FileStore): FileStore => ({
      ...real,
      copyOut: async (home, asked, room) => {
        const isIt = (at: number, item: number) => isShut && asked[at]?.names[item] === "b.txt";
        return (await real.copyOut(home, asked, room)).map((folder, at) => ({
          ...folder,
          outcomes: folder.outcomes.map((outcome, item) => (isIt(at, item) ? unreadable : outcome)),
        }));
      },
    });
    await world.restart({ files: shut });
    await world.settle(2);
    renameSync(join(world.content(POOL_1), "a.txt"), join(world.content(POOL_1), "b.txt"));
    for (let cycle = 0; cycle < 2; cycle++) {
      await world.cycle("files");
      await world.tell();
      await world.export("files").listen();
      await world.tombstones("files");
      await world.imports("files");
    }
    expect(content(POOL_2)).toEqual(["a.txt"]);
    isShut = false;
    await world.settle(3);
    expect(content(POOL_2)).toEqual(["b.txt"]);
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
  });

  test("while they wait they are pending, and no backlog", async () => {
    world.user("sip:b@x");
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:a@x'");
    await world.cycle("rows");
    expect(await world.status("rows")).toMatchObject({
      ExportStatus: "SteadyState",
      Reason: "deletions-wait",
      PendingItems: 1,
      UnackedPackages: 1,
    });
  });

  test("with nothing before them they leave in the same cycle", async () => {
    world.sql(POOL_1, "delete from users");
    await world.cycle("rows");
    expect(onTheWay("rows")).toEqual([["rows-gone"]]);
  });

  test("a full push is wholly sent only when they are (D16)", async () => {
    world.user("sip:b@x");
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:a@x'");
    await world.syncNow();
    await world.ask("rows");
    await world.cycle("rows");
    expect((await world.status("rows")).ExportStatus).toBe("NonSteadyState");
    await world.imports("rows");
    await world.tombstones("rows");
    expect((await world.status("rows")).ExportStatus).toBe("SteadyState");
    await world.imports("rows");
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("a lane that is never idle deletes all the same", async () => {
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:a@x'");
    for (let n = 0; n < 6; n++) {
      world.user(`sip:busy${n}@x`);
      await world.cycle("rows");
      await world.import("rows").turn(); // one package behind, always
      world.clock.travel(120_000);
      await world.import("rows").keepWord();
      world.user(`sip:busier${n}@x`);
      await world.export("rows").listen();
      await world.tombstones("rows");
    }
    await world.imports("rows");
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).not.toContain("sip:a@x");
  });

  test("an engine that is killed while they wait sends them in its next life", async () => {
    world.user("sip:b@x");
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:a@x'");
    rmSync(join(world.content(POOL_1), "a.txt"));
    writeFileSync(join(world.content(POOL_1), "b.txt"), "b");
    for (const kind of ["rows", "files"] as const) await world.cycle(kind);
    await world.restart();
    await world.settle(2);
    expect(world.rows(POOL_2).map((row) => row.sip_uri)).toEqual(["sip:b@x"]);
    expect(content(POOL_2)).toEqual(["b.txt"]);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });
});

describe("loss is no deletion", () => {
  test("a folder that cannot be read keeps its copies, and says so by name", async () => {
    const secret = world.makeFolder("secret");
    writeFileSync(join(secret, "b.txt"), "b");
    await world.settle(2);
    await world.restart({
      files: (real) => ({
        ...real,
        compare: async (home, asked, everything, nowNs) => {
          const news = await real.compare(home, asked, everything, nowNs);
          return news.map((one, at) =>
            asked[at]?.folder === "secret"
              ? { is: "unreadable", sentence: "EACCES: permission denied", path: "secret" }
              : one,
          );
        },
      }),
    });
    mkdirSync(join(world.content(POOL_1), "other"));
    await world.settle(1);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "scan-failed" });
    expect(existsSync(join(world.content(POOL_2), "secret", "b.txt"))).toBe(true);
    expect(existsSync(join(world.content(POOL_2), "other"))).toBe(true);
  });
});
