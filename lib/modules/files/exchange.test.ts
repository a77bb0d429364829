import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { releaseHeld } from "#lib/testkit/releaser.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

/*
 * Random histories of a tree, copied by the module through the real engine, against a twin that walks both trees and knows
 * nothing of looks, packages or tombstones.
 */

let world: TwoPools;
let source: string;
let standby: string;
beforeEach(async () => {
  world = await TwoPools.open();
  source = world.content(POOL_1);
  standby = world.content(POOL_2);
});
afterEach(() => world.close());

/** A tree as the twin sees it: a line an item, with kind, mode, time and bytes. */
function tree(root: string, folder = Buffer.alloc(0)): string[] {
  const place = Buffer.concat([Buffer.from(root), folder]);
  return readdirSync(place, { encoding: "buffer" })
    .sort(Buffer.compare)
    .filter((name) => folder.length > 0 || name.toString() !== ".pairkeeper-store")
    .flatMap((name) => {
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      const at = Buffer.concat([Buffer.from(root), path]);
      const stat = lstatSync(at);
      const head = `${path.toString("latin1")} ${(stat.mode & 0o777).toString(8)}`;
      if (stat.isDirectory()) return [`${head} folder`, ...tree(root, path)];
      return [`${head} ${Math.round(stat.mtimeMs)} ${readFileSync(at).toString("latin1")}`];
    });
}

/** Cycles until nothing moves any more: images first, tombstones when those are acked, by a person's leave where many. */
async function exchange(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await world.cycle("files");
    await world.imports("files");
    await releaseHeld(world, "files");
    world.clock.travel(120_000);
  }
}

type Step =
  | { readonly do: "write"; readonly path: string; readonly text: string; readonly at: number }
  | { readonly do: "folder" | "delete"; readonly path: string }
  | { readonly do: "move"; readonly path: string; readonly to: string }
  | { readonly do: "mode"; readonly path: string; readonly mode: number };

function take(step: Step): void {
  const at = join(source, step.path);
  const up = join(at, "..");
  switch (step.do) {
    case "write":
      if (existsSync(at) && lstatSync(at).isDirectory()) rmSync(at, { recursive: true });
      if (!makeWay(up)) return;
      if (existsSync(at) && (lstatSync(at).mode & 0o200) === 0) rmSync(at); // its owner may not write it
      writeFileSync(at, step.text);
      utimesSync(at, step.at, step.at);
      return;
    case "folder":
      if (existsSync(at) && !lstatSync(at).isDirectory()) rmSync(at);
      if (makeWay(up)) mkdirSync(at, { recursive: true });
      return;
    case "delete":
      rmSync(at, { recursive: true, force: true });
      return;
    case "move": {
      const to = join(source, step.to);
      if (!existsSync(at) || `${to}/`.startsWith(`${at}/`) || `${at}/`.startsWith(`${to}/`)) return;
      if (!makeWay(join(to, ".."))) return;
      rmSync(to, { recursive: true, force: true });
      renameSync(at, to);
      return;
    }
    case "mode":
      if (existsSync(at)) chmodSync(at, lstatSync(at).isDirectory() ? step.mode | 0o700 : step.mode);
  }
}

/** False when a file stands in the way. */
function makeWay(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

const path = fc
  .array(fc.constantFrom("a", "b", "A", "ü", "100% 'x'\n"), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("write" as const),
    path,
    text: fc.string({ maxLength: 8 }),
    at: fc.integer({ min: 1, max: 2_000_000_000 }),
  }),
  fc.record({ do: fc.constantFrom("folder" as const, "delete" as const, "delete" as const), path }),
  fc.record({ do: fc.constant("move" as const), path, to: path }),
  fc.record({ do: fc.constant("mode" as const), path, mode: fc.constantFrom(0o644, 0o400, 0o755, 0o777) }),
);

test("after any history the two trees are equal by names, kinds, bytes, modes and times", async () => {
  const history = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(history, async (rounds) => {
      for (const steps of rounds) {
        for (const one of steps) take(one);
        await exchange();
        expect(tree(standby)).toEqual(tree(source));
      }
      expect((await world.status("files")).PendingItems).toBe(0);
    }),
    { numRuns: 25 },
  );
});

test("names of any bytes, of 255 bytes and deep paths arrive", async () => {
  const names = [
    Buffer.from([0xff, 0xfe, 0x41]),
    Buffer.from("%41 \"'\n\t\\"),
    Buffer.alloc(255, "é"),
    Buffer.from("ends with a dot."),
    Buffer.from([0x01, 0x7f, 0x80]),
  ];
  for (const name of names) {
    const at = Buffer.concat([Buffer.from(`${source}/`), name]);
    mkdirSync(at);
    writeFileSync(Buffer.concat([at, Buffer.from("/"), name]), name);
  }
  const deep = Array.from({ length: 60 }, (_, depth) => `${depth}`).join("/");
  mkdirSync(join(source, deep), { recursive: true });
  writeFileSync(join(source, deep, "empty"), "");
  await exchange();
  expect(tree(standby)).toEqual(tree(source));
  for (const name of names) rmSync(Buffer.concat([Buffer.from(`${source}/`), name]), { recursive: true });
  rmSync(join(source, "0"), { recursive: true });
  await exchange();
  expect(tree(standby)).toEqual([]);
  expect(await world.status("files")).toMatchObject({ PendingItems: 0, UnackedPackages: 0 });
});

test("folders that their owner shut are equal too, before and after a change in them", async () => {
  mkdirSync(join(source, "shut/deep"), { recursive: true });
  writeFileSync(join(source, "shut/deep/a"), "a");
  for (const folder of ["shut/deep", "shut"]) chmodSync(join(source, folder), 0o555);
  await exchange();
  expect(tree(standby)).toEqual(tree(source));
  chmodSync(join(source, "shut/deep"), 0o755);
  writeFileSync(join(source, "shut/deep/b"), "b");
  rmSync(join(source, "shut/deep/a"));
  chmodSync(join(source, "shut/deep"), 0o555);
  await exchange();
  expect(tree(standby)).toEqual(tree(source));
  for (const root of [source, standby])
    for (const folder of ["shut", "shut/deep"]) chmodSync(join(root, folder), 0o755);
});

test("a disk that fills while a package is staged leaves nothing half done, and the next cycle does it", async () => {
  let isFull = true;
  await world.restart({
    files: (real) => ({
      ...real,
      copyOut: async (...asked) => {
        const copied = await real.copyOut(...asked);
        if (isFull) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        return copied;
      },
    }),
  });
  for (const name of ["a", "b"]) writeFileSync(join(source, name), name);
  await world.cycle("files");
  const backupStore = join(standby, "../../BackupStore");
  expect(readdirSync(join(backupStore, "Temp")).filter((name) => name.includes("DataConf"))).toEqual([]);
  expect(tree(standby)).toEqual([]);
  expect(await world.status("files")).toMatchObject({ LastError: { Code: "disk-full" }, PendingItems: 2 });
  isFull = false;
  world.clock.travel(11_000);
  await exchange();
  expect(tree(standby)).toEqual(tree(source));
});

test("what was deleted lies in the standby's trash under its path, for seven days", async () => {
  mkdirSync(join(source, "d"));
  writeFileSync(join(source, "d/a"), "precious");
  await exchange();
  rmSync(join(source, "d"), { recursive: true });
  await exchange();
  const trash = join(standby, "../../Trash", POOL_1);
  const [name] = readdirSync(trash);
  expect(name).toMatch(/^\d{8}T\d{6}Z-\d+-\d+$/);
  expect(readFileSync(join(trash, name ?? "", "d/a"), "utf8")).toBe("precious");
  world.clock.travel(7 * 24 * 3_600_000 - 3_600_000);
  await world.imports("files");
  expect(readdirSync(trash)).toEqual([name]);
  world.clock.travel(2 * 3_600_000);
  await world.imports("files");
  expect(readdirSync(trash)).toEqual([]);
});
