import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

/** Runs `then` once, when the look of `module` has passed and nothing was packed yet. */
const afterTheLook = (module: string, then: () => Promise<void>) => {
  let isDone = false;
  return (real: LaneBook): LaneBook => ({
    ...real,
    next: async (...args) => {
      const entries = await real.next(...args);
      if (isDone || args[0] !== module) return entries;
      isDone = true;
      await then();
      return entries;
    },
  });
};

test("asked for again after the look began is another request, and is looked at after its acceptance (D16)", async () => {
  const first = await world.syncNow();
  writeFileSync(join(world.content(POOL_1), "early.txt"), "early");
  let second = "";
  await world.restart({
    book: afterTheLook(DATA_CONF, async () => {
      writeFileSync(join(world.content(POOL_1), "late.txt"), "late");
      second = await world.syncNow();
    }),
  });
  await world.cycle("files");
  await world.imports("files");
  expect(second).not.toBe(first);
  expect(await world.status("files")).toMatchObject({ ExportStatus: "NonSteadyState", Reason: "request-runs" });
  await world.settle(5);
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
  expect(existsSync(join(world.content(POOL_2), "late.txt"))).toBe(true);
});

test("what leaves with the cycle that takes a sync up is what the sync brought", async () => {
  world.user("sip:new@x");
  writeFileSync(join(world.content(POOL_1), "new.txt"), "new");
  const id = await world.syncNow();
  await world.settle(2);
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  expect(runs.map(({ end, totalItems, leftItems }) => ({ end, totalItems, leftItems }))).toEqual([
    { end: "done", totalItems: 1, leftItems: 0 },
    { end: "done", totalItems: 1, leftItems: 0 },
  ]);
});

test("a word of the engine that was begun before the claim does not take the claim back", async () => {
  const first = await world.syncNow();
  let isClaimed = false;
  const claimMeanwhile = (real: LaneBook): LaneBook => ({
    ...real,
    facts: async (...args) => {
      if (args[0] === PRESENCE && !isClaimed) {
        isClaimed = true;
        await world.cycle("files"); // claims, looks and sends while the evidence of the rows is read
      }
      return real.facts(...args);
    },
  });
  await world.restart({ book: claimMeanwhile });
  await world.tell();
  expect(isClaimed).toBe(true);
  expect((await world.ledger.doors.requestById(first))?.runs.map((run) => run.phase)).toEqual(["accepted", "asking"]);
  expect(await world.syncNow()).not.toBe(first);
});

test("while its export fails it is tried after a pause, and at once when it is asked for anew", async () => {
  const marker = join(world.folder, "pools", POOL_2, "files", ".pairkeeper-store");
  renameSync(marker, `${marker}.gone`);
  await world.syncNow();
  await world.learn();
  let cycles = 0;
  for (let turn = 0; turn < 80; turn++) {
    if (world.clock.elapsed() >= world.export("rows").dueAt) {
      cycles += 1;
      await world.cycle("rows");
    }
    world.clock.travel(250);
  }
  expect(cycles).toBeLessThanOrEqual(3); // 20 s
  await world.tell();
  await world.syncNow();
  await world.learn();
  expect(world.export("rows").dueAt).toBeLessThanOrEqual(world.clock.elapsed());
  renameSync(`${marker}.gone`, marker);
  rmSync(join(world.content(POOL_2), "a.txt"));
  await world.settle(4);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
  expect(existsSync(join(world.content(POOL_2), "a.txt"))).toBe(true);
});

test("with one file that cannot be read all else is sent once, not with every try, and the request ends when it is read", async () => {
  writeFileSync(join(world.content(POOL_1), "closed"), "closed");
  let sent = 0;
  let isClosed = true;
  await world.restart({
    files: (real) => ({
      ...real,
      copyOut: async (home, asked, room) => {
        const copied = await real.copyOut(home, asked, room);
        return copied.map((folder, at) => ({
          ...folder,
          outcomes: folder.outcomes.map((outcome, item) => {
            if (isClosed && asked[at]?.names[item] === "closed") {
              return { is: "unreadable", sentence: "EACCES: permission denied", path: "closed" } as const;
            }
            if (outcome.is === "file") sent += 1;
            return outcome;
          }),
        }));
      },
    }),
  });
  await world.syncNow();
  await world.settle(4);
  expect(sent).toBe(0); // what the partner holds as it is here stays where it is
  expect(await world.status("files")).toMatchObject({
    ExportStatus: "ErrorState",
    PendingItems: 1,
    LastError: { Code: "scan-failed", Path: "closed" },
  });
  const open = async () => (await world.ledger.doors.evidence()).requests.flatMap(({ runs }) => runs);
  expect((await open()).find((run) => run.lane.module === DATA_CONF)).toMatchObject({
    phase: "sending",
    endedAt: null,
  });
  isClosed = false;
  await world.settle(2);
  expect(sent).toBe(1);
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
  await world.tell();
  expect((await open()).find((run) => run.lane.module === DATA_CONF)?.endedAt).not.toBeNull();
});
