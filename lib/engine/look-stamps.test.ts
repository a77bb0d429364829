import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FolderNews } from "#lib/ports/file-store.ts";
import { Death } from "#lib/testkit/crash.ts";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { type Meddling, openCopiedPools, TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
afterEach(() => world.close());

const path = (name: string) => join(world.folder, "pools", POOL_1, name);
const listFile = () =>
  path(readdirSync(path("")).find((name) => name.startsWith("scan") && name.endsWith(".db")) ?? "no scan list");
const TAILS = ["", "-wal", "-shm"];
const copy = (from: string, to: string) => {
  for (const tail of TAILS) {
    rmSync(to + tail, { force: true });
    if (existsSync(from + tail)) copyFileSync(from + tail, to + tail);
  }
};
const write = (name: string) => writeFileSync(join(world.content(POOL_1), name), name);
const remove = (name: string) => rmSync(join(world.content(POOL_1), name));
const arrived = (folder = "") =>
  readdirSync(join(world.content(POOL_2), folder)).filter((name) => !name.startsWith("."));
const state = async () => {
  const { ExportStatus, Reason } = await world.status("files");
  return { ExportStatus, Reason };
};
const LOST = { ExportStatus: "ErrorState", Reason: "scan-list-lost" };

/** Pool 1's content cannot be staged while `isAway`. */
let isAway = false;
const AWAY: Meddling["transport"] = (real) => ({
  ...real,
  stage: async (lane, id) => {
    if (isAway && lane.module === DATA_CONF && lane.from === POOL_1) throw new Error("away");
    return real.stage(lane, id);
  },
});

describe("a scan list and a user database of different days", () => {
  beforeEach(async () => {
    isAway = false;
    world = await openCopiedPools();
  });

  test("as the list is of yesterday: a deletion that it knows of leaves all the same", async () => {
    await world.restart({}, () => copy(listFile(), `${listFile()}.old`));
    write("since.txt");
    await world.settle(2);
    await world.restart({}, () => {
      remove("a.txt");
      copy(`${listFile()}.old`, listFile());
    });
    await world.settle(3);
    expect([arrived(), await state()]).toEqual([["since.txt"], LOST]);
  });

  test("as the database was copied while a look wrote what it had found", async () => {
    const database = path("user.db");
    let copies = 0;
    await world.restart({
      transport: AWAY,
      book: (real, pool) => ({
        ...real,
        add: async (module, ...what) => {
          if (isAway && module === DATA_CONF && pool === POOL_1 && copies++ === 0) {
            world.sql(POOL_1, `vacuum into '${database}.old'`);
          }
          await real.add(module, ...what);
        },
      }),
    });
    isAway = true;
    write("waits.txt");
    await world.settle(1);
    expect(copies).toBeGreaterThan(0);
    await world.restart({}, () => copy(`${database}.old`, database));
    await world.settle(3);
    expect([arrived(), await state()]).toEqual([["a.txt", "waits.txt"], LOST]);
  });

  test("as one folder could not be read when that was noticed: what waited in it is sent when it can", async () => {
    const database = path("user.db");
    world.makeFolder("d");
    write("d/1");
    await world.restart({ transport: AWAY });
    await world.settle(2);
    world.sql(POOL_1, `vacuum into '${database}.old'`);
    isAway = true;
    write("d/2");
    await world.settle(1);
    isAway = false;
    let isUnreadable = true;
    const hiding = (news: FolderNews, folder?: string): FolderNews =>
      isUnreadable && folder === "d" ? { is: "unreadable", sentence: "permission denied", path: "d" } : news;
    await world.restart(
      {
        files: (real, pool) => ({
          ...real,
          compare: async (home, asked, ...how) => {
            const all = await real.compare(home, asked, ...how);
            return pool === POOL_1 ? all.map((news, number) => hiding(news, asked[number]?.folder)) : all;
          },
        }),
      },
      () => copy(`${database}.old`, database),
    );
    await world.settle(2);
    expect(arrived("d")).toEqual(["1"]);
    isUnreadable = false;
    await world.settle(2);
    expect([arrived("d"), await state()]).toEqual([["1", "2"], LOST]);
  });

  test("sends all of it once, and then only what changed", async () => {
    const lastSent = () => world.contentOf(POOL_1).store.book.lastSent(DATA_CONF);
    world.makeFolder("d");
    write("d/same");
    await world.settle(2);
    await world.restart({}, () => copy(listFile(), `${listFile()}.old`));
    write("since.txt");
    await world.settle(2);
    const before = await lastSent();
    await world.restart({}, () => copy(`${listFile()}.old`, listFile()));
    await world.settle(2);
    const all = await lastSent();
    expect(all).not.toEqual(before);
    await world.restart();
    await world.settle(3);
    expect([await lastSent(), await state()]).toEqual([all, LOST]);
  });
});

describe("is not what a scan list is taken for", () => {
  test("that was lost before anything was sent", async () => {
    isAway = true;
    world = await TwoPools.open({ transport: AWAY });
    write("a.txt");
    await world.cycle("files");
    await world.restart({}, () => {
      rmSync(listFile());
      remove("a.txt");
    });
    await world.settle(2);
    write("b.txt");
    await world.settle(2);
    expect([arrived(), await state()]).toEqual([["b.txt"], { ExportStatus: "FinalState", Reason: null }]);
  });

  /** Dies at one of the steps of the looks' notes; returns how many there were. */
  async function die(at: number, isAfter: boolean): Promise<number> {
    const death = new Death(at, isAfter);
    const mortal: Meddling = {
      scanList: (real, pool) => (pool === POOL_1 ? death.mortal(real) : real),
      book: (real, pool) => {
        if (pool !== POOL_1) return real;
        const { add, addGone, lookStamp, rememberLook } = death.mortal(real);
        return { ...real, add, addGone, lookStamp, rememberLook };
      },
    };
    await world.restart(mortal);
    await world.cycle("files");
    await world.restart();
    await world.settle(2);
    expect([at, isAfter, await state()]).toEqual([at, isAfter, { ExportStatus: "FinalState", Reason: null }]);
    return death.calls;
  }

  test("after a death at any step of a look", async () => {
    world = await openCopiedPools();
    for (let number = 0; number < 300; number++) write(`kept ${number}`); // or so many deletions were too many for the guard
    await world.settle(1);
    let round = 0;
    const change = () => {
      if (round > 0) remove(`${round}`);
      write(`${++round}`);
    };
    for (const isAfter of [false, true]) {
      change();
      change();
      const steps = await die(0, isAfter);
      expect(steps).toBeGreaterThan(5);
      for (let at = 1; at <= steps; at++) {
        change();
        await die(at, isAfter);
      }
    }
    expect(arrived().filter((name) => !name.startsWith("kept"))).toEqual([`${round}`, "a.txt"]);
  });

  test("after a death at any step of the first look", async () => {
    for (const isAfter of [false, true]) {
      let steps = 1;
      for (let at = 0; at <= steps; at++) {
        world = await TwoPools.open();
        write("a.txt");
        const died = await die(at, isAfter);
        if (at === 0) steps = died;
        expect(arrived()).toEqual(["a.txt"]);
        if (at < steps) await world.close();
      }
      expect(steps).toBeGreaterThan(5);
      if (!isAfter) await world.close();
    }
  });
});
