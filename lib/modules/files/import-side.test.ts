import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { FileList } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { type Meddling, TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
afterEach(() => world.close());

const source = (path: string) => join(world.content(POOL_1), path);
const standby = (path: string) => join(world.content(POOL_2), path);
const copy = async () => {
  for (const _round of [1, 2]) {
    await world.cycle("files");
    await world.imports("files");
    world.clock.travel(11_000);
  }
};
const quarantine = () => world.contentOf(POOL_2).store.book.quarantine(DATA_CONF, POOL_1);

/** A list for each file that has a good name; the others are told in `bad`. */
function withoutColons(list: FileList, bad: string[]): FileList[] {
  const mtimes = list.mtimesNs.split(" ");
  let next = list.at;
  return list.names.split("/").flatMap((name, item) => {
    const at = next;
    const bytes = list.bytes[item] ?? 0;
    next += bytes;
    if (name.includes(":")) bad.push(joinPath(list.folder, name));
    const one = { ...list, names: name, at, bytes: [bytes], modes: list.modes.slice(item, item + 1) };
    return name.includes(":") ? [] : [{ ...one, mtimesNs: mtimes[item] ?? "" }];
  });
}

/** A standby that cannot hold names with a colon. */
const WINDOWS: Meddling = {
  files: (real: FileStore) => ({
    ...real,
    place: async (home, folders, parts, trash, getsOn) => {
      const bad: string[] = [];
      const good = parts.map((part) => ({ ...part, files: part.files.flatMap((list) => withoutColons(list, bad)) }));
      const refused = await real.place(home, folders, good, trash, getsOn);
      return [...refused, ...bad.map((path) => ({ path, sentence: "No colons here." }))];
    },
  }),
};

describe("names that the standby refuses", () => {
  test("are quarantined by name with their first time, and the rest of the package arrives", async () => {
    world = await TwoPools.open(WINDOWS);
    for (const name of ["a", "b:c", "d"]) writeFileSync(source(name), name);
    const since = new Date(world.clock.now()).toISOString();
    await copy();
    expect(await quarantine()).toEqual({
      items: 1,
      oldestAt: since,
      named: [
        {
          ...{ table: "content", key: "b:c", code: "name-refused", sentence: "No colons here.", since },
          ...{ tries: expect.any(Number), triedAt: expect.any(String), triedIn: expect.stringMatching(/^1-\d+$/) },
        },
      ],
    });
    expect([existsSync(standby("a")), existsSync(standby("d"))]).toEqual([true, true]);
  });

  test("leave the quarantine when they are placed, and when they are gone", async () => {
    world = await TwoPools.open(WINDOWS);
    for (const name of ["a:1", "a:2"]) writeFileSync(source(name), name);
    await copy();
    expect((await quarantine()).items).toBe(2);
    rmSync(source("a:1"));
    await copy();
    expect((await quarantine()).named.map((one) => one.key)).toEqual(["a:2"]);
    await world.restart();
    writeFileSync(source("a:2"), "changed");
    await copy();
    expect(await quarantine()).toMatchObject({ items: 0, named: [] });
    expect(readFileSync(standby("a:2"), "utf8")).toBe("changed");
  });

  test("are none of what a package brings when they are only tried again, however many they are", async () => {
    world = await TwoPools.open(WINDOWS);
    for (let round = 1; round <= 4; round++) {
      for (let n = 0; n < 60; n++) writeFileSync(source(`${round}:${n}`), "");
      await copy();
    }
    writeFileSync(source("good"), "");
    await copy();
    expect([(await quarantine()).items, existsSync(standby("good"))]).toEqual([240, true]);
    await world.syncNow(); // everything goes again, in one package
    writeFileSync(source("better"), "");
    await world.settle(3);
    expect([(await quarantine()).items, existsSync(standby("better"))]).toEqual([240, true]);
    expect((await world.status("files", POOL_2)).ImportStatus).toBe("NormalState");
  });

  test("more than a hundred in a package are no bad items but a bad lane", async () => {
    world = await TwoPools.open(WINDOWS);
    for (let n = 0; n < 101; n++) writeFileSync(source(`a:${n}`), "");
    await copy();
    expect((await quarantine()).items).toBe(0);
    const { LastError, ImportStatus } = await world.status("files", POOL_2);
    expect({ ImportStatus, code: LastError?.Code }).toEqual({
      ImportStatus: "ErrorState",
      code: "too-many-quarantined",
    });
  });
});

describe("what stands in the way on the standby", () => {
  test("moves to the trash, whatever it is, and the item takes its place", async () => {
    world = await TwoPools.open();
    mkdirSync(standby("file/was a folder"), { recursive: true });
    writeFileSync(standby("folder"), "was a file");
    const outside = join(world.folder, "outside");
    mkdirSync(outside);
    symlinkSync(outside, standby("link"));
    writeFileSync(source("file"), "new");
    for (const name of ["folder", "link"]) {
      mkdirSync(source(name));
      writeFileSync(source(`${name}/x`), name);
    }
    await copy();
    expect(["file", "folder/x", "link/x"].map((path) => readFileSync(standby(path), "utf8"))).toEqual([
      "new",
      "folder",
      "link",
    ]);
    expect(existsSync(join(outside, "x"))).toBe(false);
  });
});

test("a package that was cut off after its files were placed is applied again, to the same end", async () => {
  let cuts = 1;
  world = await TwoPools.open({
    files: (real) => ({
      ...real,
      sync: async () => {
        if (cuts-- > 0) throw Object.assign(new Error("EIO"), { code: "EIO" });
        await real.sync();
      },
    }),
  });
  mkdirSync(source("d"));
  writeFileSync(source("d/a"), "content");
  await copy();
  await copy();
  expect(cuts).toBeLessThan(0);
  expect(readFileSync(standby("d/a"), "utf8")).toBe("content");
  expect(await world.status("files")).toMatchObject({ PendingItems: 0, UnackedPackages: 0 });
});
