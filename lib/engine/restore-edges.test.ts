import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NO_DETAIL, type RequestKind, type SyncRun } from "#lib/domain/request.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

/* What may happen between the steps of a full push or a restore: requests that are stopped, stores that go once more. */

const FOLDERS = 4;
const FILES = 40;

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
  const home = world.content(POOL_1);
  for (let number = 0; number < FILES; number++) {
    mkdirSync(join(home, `meeting ${number % FOLDERS}`), { recursive: true });
    writeFileSync(join(home, `meeting ${number % FOLDERS}`, `slide ${number}.txt`), `slide ${number}`);
  }
  writeFileSync(join(world.content(POOL_2, POOL_2), "own"), "own");
  await world.settle(2);
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});
afterEach(() => world.close());

function names(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder, { recursive: true }).map(String);
  return all.filter((name) => name !== ".pairkeeper-store").sort();
}
const home = () => names(world.content(POOL_1));
const standby = () => names(world.content(POOL_2, POOL_1));
const lose = () => rmSync(world.content(POOL_1), { recursive: true });

type Copied = typeof DATA_CONF | typeof PRESENCE;

async function ask(what: RequestKind, from: PoolFqdn, modules: Copied[] = [DATA_CONF]): Promise<string> {
  const to = from === POOL_1 ? POOL_2 : POOL_1;
  const { id } = await world.ledger.doors.request({ what, from, to, modules, detail: NO_DETAIL }, anActor());
  await world.learn();
  return id;
}

async function stop(id: string): Promise<void> {
  await world.ledger.doors.cancel(id, anActor());
  await world.learn();
}

async function run(id: string): Promise<SyncRun> {
  await world.tell();
  const runs = (await world.ledger.doors.requestById(id))?.runs;
  const run = runs?.find((one) => one.lane.module === DATA_CONF);
  if (!run) throw new Error("there is no such run");
  return run;
}

/** Both directions of the files. */
async function go(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await world.learn();
    for (const from of [POOL_2, POOL_1]) {
      await world.cycle("files", from);
      await world.imports("files", from);
      await world.tombstones("files", from);
    }
    world.clock.travel(11_000);
    await world.beat();
  }
}

test("a request that is stopped before anything was compared settles nothing that may have been missed", async () => {
  rmSync(join(world.content(POOL_1), "meeting 0", "slide 0.txt"));
  let meanwhile: (() => Promise<void>) | null = null;
  await world.restart(
    {
      files: (real, pool) => ({
        ...real,
        compare: async (...args) => {
          const now = pool === POOL_1 ? meanwhile : null;
          if (now !== null) meanwhile = null;
          await now?.();
          return real.compare(...args);
        },
      }),
    },
    () => rmSync(join(world.folder, "pools", POOL_1, "scan.db")),
  );
  await go(2);
  const id = await ask("full-push", POOL_1);
  await world.ask("files", POOL_1);
  meanwhile = () => stop(id);
  await world.cycle("files", POOL_1);
  await go(3);
  expect((await run(id)).end).toBe("cancelled");
  expect(standby()).not.toEqual(home());
  expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "scan-list-lost" });
});

test("of two requests that were taken up together the second ends though the first is stopped", async () => {
  lose();
  await go(1);
  const first = await ask("full-push", POOL_2);
  const second = await ask("full-push", POOL_2, [PRESENCE, DATA_CONF]);
  await world.ask("files", POOL_2);
  await world.cycle("files", POOL_2);
  await stop(first);
  await go(6);
  expect(home()).toEqual(standby());
  expect((await run(second)).end).toBe("done");
  expect((await world.status("files", POOL_2)).ExportStatus).toBe("FinalState");
});

test("a standby that nobody asks to be filled any more is no green", async () => {
  rmSync(world.content(POOL_2, POOL_1), { recursive: true });
  await go(1);
  const id = await ask("full-push", POOL_1);
  await world.ask("files", POOL_1);
  await stop(id);
  await go(2);
  expect(standby()).toEqual([]);
  expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-lost" });
  await ask("full-push", POOL_1);
  await go(4);
  expect(standby()).toEqual(home());
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});

test("a standby that was filled is whole in the very word that acknowledges it", async () => {
  rmSync(world.content(POOL_2, POOL_1), { recursive: true });
  await go(1);
  const id = await ask("full-push", POOL_1);
  await world.ask("files", POOL_1);
  await world.cycle("files", POOL_1);
  while (await world.import("files", POOL_1).turn());
  world.clock.travel(1_000);
  await world.export("files", POOL_1).listen();
  expect((await run(id)).end).toBe("done");
  expect((await world.status("files")).ExportStatus).not.toBe("ErrorState");
});

test("a receipt counts all of it, though the engine dies between the end of the restore and the word of it", async () => {
  const before = home().length;
  lose();
  await go(1);
  const id = await ask("full-push", POOL_2);
  await world.ask("files", POOL_2);
  await world.cycle("files", POOL_2);
  while (await world.import("files", POOL_2).turn());
  await world.restart();
  await go(4);
  expect(await run(id)).toMatchObject({ end: "done", returned: { placed: before, identical: 0 } });
});

test("a restore of which the partner holds nothing whole moves nothing away", async () => {
  const before = home();
  rmSync(world.content(POOL_2, POOL_1), { recursive: true });
  const id = await ask("restore", POOL_2);
  await go(3);
  expect(await run(id)).toMatchObject({ end: "failed", problem: expect.stringContaining("lost too") });
  expect(home()).toEqual(before);
});

test("while it cannot be read whether a data set is lost, nobody is told that it needs nothing", async () => {
  const before = home();
  let isBlind = false;
  await world.restart({
    files: (real, pool) => ({
      ...real,
      stateOf: async (of) => {
        if (isBlind && pool === POOL_1 && of === POOL_1) throw Object.assign(new Error("EIO"), { code: "EIO" });
        return real.stateOf(of);
      },
    }),
  });
  await go(1);
  lose();
  isBlind = true;
  await ask("full-push", POOL_2);
  await world.ask("files", POOL_2);
  isBlind = false;
  await go(5);
  expect(home()).toEqual(before);
});

test("what was on its way to the standby when its home was lost comes back too", async () => {
  writeFileSync(join(world.content(POOL_1), "late"), "late");
  await world.cycle("files", POOL_1);
  lose();
  await ask("full-push", POOL_2);
  await world.ask("files", POOL_2);
  await world.cycle("files", POOL_2);
  await go(5);
  expect(home()).toEqual(standby());
  expect(home()).toContain("late");
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});

test("what is lost once more while it comes back is told as failed, and comes back when it is asked for once more", async () => {
  lose();
  await go(1);
  const first = await ask("full-push", POOL_2);
  await world.ask("files", POOL_2);
  lose();
  await go(8);
  expect(await run(first)).toMatchObject({ end: "failed", problem: expect.stringContaining("ask once more") });
  await ask("full-push", POOL_2);
  await go(4);
  expect(home()).toEqual(standby());
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
  expect((await world.status("files", POOL_2)).ExportStatus).toBe("FinalState");
});

test("a sync that is asked for right after most of a content was removed brings it back, before any look saw that", async () => {
  const before = home();
  for (const name of ["meeting 0", "meeting 1", "meeting 2"]) {
    rmSync(join(world.content(POOL_1), name), { recursive: true });
  }
  const id = await ask("full-push", POOL_2);
  await go(4);
  expect(home()).toEqual(before);
  expect(standby()).toEqual(before);
  expect(await run(id)).toMatchObject({ end: "done", returned: { placed: 33 } });
});

test("a sync that is asked for right after a little was removed brings nothing back: it is gone on both sides", async () => {
  rmSync(join(world.content(POOL_1), "meeting 0", "slide 0.txt"));
  await ask("full-push", POOL_2);
  await go(4);
  expect(home()).not.toContain("meeting 0/slide 0.txt");
  expect(standby()).toEqual(home());
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});

test("a content that is lost while its standby waits to be compared comes back when a person adopts it as it is", async () => {
  const before = home();
  lose();
  await world.askToAdopt(POOL_2);
  await world.restart();
  await go(4);
  const refused = await ask("full-push", POOL_2);
  await go(4);
  expect(await run(refused)).toMatchObject({ end: "failed", problem: expect.stringContaining("adopt pool1") });
  await world.askToAdopt(POOL_1, [DATA_CONF]);
  await world.restart();
  await go(6);
  expect(home()).toEqual(before);
  await ask("full-push", POOL_1);
  await go(4);
  expect(standby()).toEqual(before);
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
  expect((await world.status("files", POOL_2)).ExportStatus).toBe("FinalState");
});

test("a content without its marker is adopted as it is, though its standby is lost: that is filled again", async () => {
  const before = home();
  rmSync(join(world.content(POOL_1), ".pairkeeper-store"));
  rmSync(world.content(POOL_2, POOL_1), { recursive: true });
  await go(1);
  await world.askToAdopt(POOL_1, [DATA_CONF]);
  await world.restart();
  await go(5);
  expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-lost" });
  await ask("full-push", POOL_1);
  await go(4);
  expect([home(), standby()]).toEqual([before, before]);
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
});

test("an older file store that is adopted with the rows alone overwrites nothing: it waits until a person asks for it too", async () => {
  const root = join(world.folder, "pools", POOL_1, "files");
  await world.askToAdopt(POOL_1);
  await world.restart({}, () => cpSync(root, `${root}.old`, { recursive: true, preserveTimestamps: true }));
  await world.settle(3);
  writeFileSync(join(world.content(POOL_1), "meeting 0", "slide 0.txt"), "newer");
  writeFileSync(join(world.content(POOL_1), "new"), "new");
  await world.settle(3);
  const newer = standby();
  expect(newer).toContain("new");
  await world.restart({}, () => {
    renameSync(root, `${root}.away`);
    renameSync(`${root}.old`, root);
  });
  await world.settle(2);
  await world.askToAdopt(POOL_1, [PRESENCE]);
  await world.restart();
  await world.settle(3);
  expect(readFileSync(join(world.content(POOL_2, POOL_1), "meeting 0", "slide 0.txt"), "utf8")).toBe("newer");
  expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "restoring" });
  await ask("restore", POOL_2);
  await go(5);
  expect([home(), standby()]).toEqual([newer, newer]);
  expect(readFileSync(join(world.content(POOL_1), "meeting 0", "slide 0.txt"), "utf8")).toBe("newer");
});

test("what a client deletes of a content that is in use while the rest comes back is gone on both sides", async () => {
  for (const name of ["meeting 0", "meeting 1", "meeting 2"]) {
    rmSync(join(world.content(POOL_1), name), { recursive: true });
  }
  await go(1);
  await ask("full-push", POOL_2);
  await world.ask("files", POOL_2);
  await world.cycle("files", POOL_2);
  rmSync(join(world.content(POOL_1), "meeting 3", "slide 3.txt"));
  await go(5);
  expect(home()).toHaveLength(FOLDERS + FILES - 1);
  expect(standby()).toEqual(home());
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});

test("what a client deletes of a lost content while it comes back is gone on both sides", async () => {
  lose();
  await go(1);
  await ask("full-push", POOL_2);
  await world.ask("files", POOL_2);
  await world.cycle("files", POOL_2);
  await world.import("files", POOL_2).turn(); // it is back, and the restore has not ended
  rmSync(join(world.content(POOL_1), "meeting 0", "slide 0.txt"));
  rmSync(join(world.content(POOL_1), "meeting 1"), { recursive: true });
  await go(6);
  expect(home()).not.toContain(join("meeting 0", "slide 0.txt"));
  expect(standby()).toEqual(home());
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});

test("what a client deletes of a content without a marker while the rest comes back is gone on both sides", async () => {
  rmSync(join(world.content(POOL_1), ".pairkeeper-store"));
  rmSync(join(world.content(POOL_1), "meeting 1", "slide 1.txt"));
  await go(1);
  await ask("full-push", POOL_2);
  await world.ask("files", POOL_2);
  rmSync(join(world.content(POOL_1), "meeting 2", "slide 2.txt"));
  await go(6);
  expect(home()).toContain(join("meeting 1", "slide 1.txt"));
  expect(standby()).toEqual(home());
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});

test("a question that stood when its request was done begins no restore after a restart", async () => {
  const id = await ask("full-push", POOL_2);
  for (let round = 0; round < 6 && (await run(id)).end === null; round++) {
    await world.cycle("files", POOL_2);
    await world.imports("files", POOL_2);
    await world.beat();
  }
  expect(await run(id)).toMatchObject({ end: "done" });
  await world.restart();
  lose();
  await world.beat(); // importers look before any export has begun a cycle
  await go(4);
  expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-lost" });
});
