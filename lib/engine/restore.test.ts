import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_DETAIL, type SyncRun } from "#lib/domain/request.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

/* DESIGN L9-L11: the restore of the seed, told as stories. Pool 1 loses, pool 2 gives back. */

const MARKER = ".pairkeeper-store";

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
  const home = world.content(POOL_1);
  for (let number = 0; number < 40; number++) {
    mkdirSync(join(home, `meeting ${number % 4}`), { recursive: true });
    const file = join(home, `meeting ${number % 4}`, `slide ${number}.txt`);
    writeFileSync(file, `slide ${number}`);
    utimesSync(file, 1_700_000_000 + number, 1_700_000_000 + number);
  }
  mkdirSync(join(home, "empty"));
  writeFileSync(join(home, "secret"), "secret");
  chmodSync(join(home, "secret"), 0o600);
  for (let number = 0; number < 3; number++) writeFileSync(join(world.content(POOL_2, POOL_2), `${number}`), "own");
  await world.settle(2);
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});
afterEach(() => world.close());

/** Every file and folder with all that travels of it. */
function tree(folder: string, below = ""): Record<string, string> {
  const found: Record<string, string> = {};
  if (!existsSync(folder)) return found;
  for (const name of readdirSync(join(folder, below)).sort()) {
    if (name === MARKER) continue;
    const path = join(below, name);
    const stat = statSync(join(folder, path));
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isDirectory()) Object.assign(found, { [path]: `folder ${mode}`, ...tree(folder, path) });
    else found[path] = `${mode} ${Math.round(stat.mtimeMs)} ${readFileSync(join(folder, path), "utf8")}`;
  }
  return found;
}

async function sync(from = POOL_2): Promise<string> {
  const to = from === POOL_1 ? POOL_2 : POOL_1;
  const asked = { what: "full-push", from, to, modules: [DATA_CONF], detail: NO_DETAIL } as const;
  const { id } = await world.ledger.doors.request(asked, anActor());
  await world.learn();
  return id;
}

async function run(id: string): Promise<SyncRun> {
  const [run] = (await world.ledger.doors.requestById(id))?.runs ?? [];
  if (!run) throw new Error("there is no such run");
  return run;
}

/** Both directions of the files, step by step; after each step `watch` is told. */
async function go(rounds: number, watch: () => Promise<void> = async () => {}): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await world.learn();
    for (const from of [POOL_2, POOL_1]) {
      await world.cycle("files", from);
      await watch();
      await world.imports("files", from);
      await watch();
      await world.tombstones("files", from);
      await watch();
    }
    world.clock.travel(11_000);
    await world.beat();
    await watch();
  }
}

const LOSSES: readonly (readonly [string, (home: string) => void])[] = [
  ["the folder is gone", (home) => rmSync(home, { recursive: true })],
  ["all files are gone, the marker too", (home) => empty(home, true)],
  ["all files are gone, the marker is there", (home) => empty(home, false)],
  [
    "a subfolder of more than a quarter is gone",
    (home) => {
      for (const name of ["meeting 0", "meeting 1", "meeting 2"]) rmSync(join(home, name), { recursive: true });
    },
  ],
  [
    "another store stands there",
    (home) => {
      renameSync(home, `${home}.away`);
      mkdirSync(home);
      writeFileSync(join(home, MARKER), '{"pairkeeper":"data set","homePool":"elsewhere.test","dataSetId":"x"}\n');
      writeFileSync(join(home, "strange"), "strange");
    },
  ],
];

function empty(home: string, withMarker: boolean): void {
  for (const name of readdirSync(home)) {
    if (withMarker || name !== MARKER) rmSync(join(home, name), { recursive: true });
  }
}

describe.each(LOSSES)("when %s", (_what, lose) => {
  test("nothing of it is deleted on the standby, and a sync of the partner brings it back whole", async () => {
    const before = tree(world.content(POOL_1));
    const standby = tree(world.content(POOL_2, POOL_1));
    lose(world.content(POOL_1));
    await go(2);
    const lost = await world.status("files");
    expect(lost.ExportStatus).toBe("ErrorState");
    expect(tree(world.content(POOL_2, POOL_1))).toEqual(standby);

    const id = await sync();
    const isBack = () => JSON.stringify(tree(world.content(POOL_1))) === JSON.stringify(before);
    await go(4, async () => {
      const { ExportStatus } = await world.status("files", POOL_2);
      if (!isBack()) expect(["FinalState", "SteadyState"]).not.toContain(ExportStatus);
      if (!isBack()) expect((await world.status("files", POOL_1)).ExportStatus).not.toBe("FinalState");
    });
    expect(tree(world.content(POOL_1))).toEqual(before);
    expect(tree(world.content(POOL_2, POOL_1))).toEqual(standby);
    expect((await world.status("files", POOL_2)).ExportStatus).toBe("FinalState");
    expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
    const { end, returned } = await run(id);
    const total = Object.keys(before).length;
    expect(end).toBe("done");
    expect((returned?.placed ?? 0) + (returned?.identical ?? 0)).toBe(total);
    expect(returned).toMatchObject({ different: 0, deletedByOwner: 0, inFlight: 0, refused: 0 });
    expect(returned?.closedAt).not.toBeNull();
  });

  test("what came back is on the standby: it is not sent again, and would not be lost", async () => {
    lose(world.content(POOL_1));
    await go(2);
    await sync();
    let most = 0;
    await go(5, async () => {
      const { ExportStatus, PendingItems, UnackedItems } = await world.status("files", POOL_1);
      if (ExportStatus !== "ErrorState") most = Math.max(most, (PendingItems ?? 0) + (UnackedItems ?? 0));
    });
    expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
    expect(most).toBe(0);
  });

  test("an engine that dies at any moment of the restore goes on with it", async () => {
    const before = tree(world.content(POOL_1));
    lose(world.content(POOL_1));
    await go(1);
    await sync();
    for (let death = 0; death < 6; death++) {
      await world.cycle("files", POOL_2);
      if (death % 3 > 0) await world.import("files", POOL_2).answer();
      if (death % 3 > 1) await world.import("files", POOL_2).turn();
      await world.restart();
    }
    await go(5);
    expect(tree(world.content(POOL_1))).toEqual(before);
    expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
    expect((await world.status("files", POOL_2)).ExportStatus).toBe("FinalState");
  });
});

test("what a client writes while the restore runs is kept and copied (DOMAIN 10 no. 32)", async () => {
  rmSync(world.content(POOL_1), { recursive: true });
  await go(1);
  await sync();
  await world.cycle("files", POOL_2);
  await world.import("files", POOL_2).answer();
  const mine = join(world.content(POOL_1), "meeting 1", "slide 1.txt");
  mkdirSync(join(world.content(POOL_1), "meeting 1"), { recursive: true });
  writeFileSync(mine, "newer");
  await go(4);
  expect(readFileSync(mine, "utf8")).toBe("newer");
  expect(readFileSync(join(world.content(POOL_2, POOL_1), "meeting 1", "slide 1.txt"), "utf8")).toBe("newer");
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
});

test("what stood there and is not on the standby, or differs there, is sent once the restore has ended", async () => {
  const home = world.content(POOL_1);
  rmSync(home, { recursive: true });
  mkdirSync(join(home, "meeting 1"), { recursive: true });
  writeFileSync(join(home, "mine.txt"), "mine");
  writeFileSync(join(home, "meeting 1", "slide 1.txt"), "another");
  await go(1);
  await sync();
  await go(5);
  expect(tree(world.content(POOL_2, POOL_1))).toEqual(tree(home));
  expect(readFileSync(join(world.content(POOL_2, POOL_1), "mine.txt"), "utf8")).toBe("mine");
  expect(readFileSync(join(home, "meeting 1", "slide 1.txt"), "utf8")).toBe("another");
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
});

test("a restored pool exports nothing of it before it is whole", async () => {
  rmSync(world.content(POOL_1), { recursive: true });
  await go(1);
  await sync();
  await world.cycle("files", POOL_2);
  await world.import("files", POOL_2).answer();
  await world.cycle("files", POOL_1);
  expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "ErrorState", Reason: "restoring" });
});

test("a restore that is stopped ends where it stands; the data set stays to be restored, and the next one ends it", async () => {
  const before = tree(world.content(POOL_1));
  rmSync(world.content(POOL_1), { recursive: true });
  await go(1);
  const id = await sync();
  await world.cycle("files", POOL_2);
  await world.import("files", POOL_2).answer();
  expect(await world.ledger.doors.cancel(id, anActor())).toBe(true);
  await world.learn();
  await go(2);
  expect((await run(id)).end).toBe("cancelled");
  expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "ErrorState", Reason: "restoring" });
  await sync();
  await go(4);
  expect(tree(world.content(POOL_1))).toEqual(before);
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
});

test("twice asked is brought back once, and a sync when nothing is lost gives nothing back (DOMAIN 10 no. 32)", async () => {
  rmSync(world.content(POOL_1), { recursive: true });
  await go(1);
  const [first, second] = [await sync(), await sync()];
  expect(second).toBe(first);
  await go(4);
  const third = await sync();
  await go(3);
  expect(await run(third)).toMatchObject({
    end: "done",
    returned: null,
    compared: { missing: 0, different: 0, extra: 0 },
  });
});

test("when the standby is lost too there is nothing to give back, and that is said", async () => {
  rmSync(world.content(POOL_1), { recursive: true });
  rmSync(world.content(POOL_2, POOL_1), { recursive: true });
  await go(1);
  const id = await sync();
  await go(3);
  expect(await run(id)).toMatchObject({ end: "failed", problem: expect.stringContaining("lost too") });
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("ErrorState");
});

test("a pool whose own content is lost still gives back its partner's", async () => {
  const before = tree(world.content(POOL_1));
  rmSync(world.content(POOL_1), { recursive: true });
  rmSync(world.content(POOL_2, POOL_2), { recursive: true });
  await go(1);
  await sync(POOL_2);
  await go(3);
  expect(tree(world.content(POOL_1))).toEqual(before);
  await sync(POOL_1);
  await go(4);
  expect(readFileSync(join(world.content(POOL_2, POOL_2), "1"), "utf8")).toBe("own");
  expect(await world.status("files", POOL_2)).toMatchObject({ ExportStatus: "FinalState" });
});

describe("a standby that is lost", () => {
  test.each([
    ["with its folder", (standby: string) => rmSync(standby, { recursive: true })],
    ["with its marker", (standby: string) => rmSync(join(standby, MARKER))],
  ])("%s is never called Final, and a sync fills it again", async (_what, lose) => {
    const standby = world.content(POOL_2, POOL_1);
    lose(standby);
    await go(2);
    expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-lost" });
    await sync(POOL_1);
    await go(4);
    expect(tree(standby)).toEqual(tree(world.content(POOL_1)));
    expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "FinalState" });
  });
});

describe("a full push", () => {
  test("sends what the standby lacks or holds differently, deletes what it alone has, and leaves the rest untouched", async () => {
    const standby = world.content(POOL_2, POOL_1);
    rmSync(join(standby, "meeting 0"), { recursive: true });
    writeFileSync(join(standby, "meeting 1", "slide 1.txt"), "rotten");
    writeFileSync(join(standby, "foreign"), "foreign");
    const untouched = statSync(join(standby, "meeting 2", "slide 2.txt"), { bigint: true });
    const id = await sync(POOL_1);
    await go(3);
    expect(tree(standby)).toEqual(tree(world.content(POOL_1)));
    expect(statSync(join(standby, "meeting 2", "slide 2.txt"), { bigint: true }).ctimeNs).toBe(untouched.ctimeNs);
    expect((await run(id)).compared).toMatchObject({ missing: 11, different: 1, extra: 1 });
    expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "FinalState" });
  });

  test("settles what a lost scan list could not know", async () => {
    rmSync(join(world.content(POOL_1), "secret"));
    await world.restart({}, () => rmSync(join(world.folder, "pools", POOL_1, "scan.db")));
    await go(2);
    expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "ErrorState", Reason: "scan-list-lost" });
    await sync(POOL_1);
    await go(4);
    expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "FinalState" });
    expect(readdirSync(world.content(POOL_2, POOL_1))).not.toContain("secret");
  });
});

test("a removal that is under way while it is looked sends no deletion before it has come to rest", async () => {
  const files = 40;
  let removed = 0;
  await world.restart({
    files: (real, pool) => ({
      ...real,
      // With each look into folders some more of it is gone, as under a slow `rm -rf`.
      compare: async (...args) => {
        const news = await real.compare(...args);
        for (let more = 0; pool === POOL_1 && args[0] === POOL_1 && more < 3 && removed < files; more++, removed++) {
          rmSync(join(world.content(POOL_1), `meeting ${removed % 4}`, `slide ${removed}.txt`));
        }
        return news;
      },
    }),
  });
  const standby = tree(world.content(POOL_2, POOL_1));
  await go(8);
  expect(removed).toBe(files);
  expect(tree(world.content(POOL_2, POOL_1))).toEqual(standby);
  expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "deletion-guard" });
});

test("what was spoilt before a restore from the partner was asked for does not reach the standby any more", async () => {
  const before = tree(world.content(POOL_1));
  writeFileSync(join(world.content(POOL_1), "secret"), "spoilt");
  const asked = { what: "restore", from: POOL_2, to: POOL_1, modules: [DATA_CONF], detail: NO_DETAIL } as const;
  const { id } = await world.ledger.doors.request(asked, anActor());
  await world.learn();
  await world.cycle("files", POOL_1);
  expect(await world.status("files", POOL_1)).toMatchObject({ ExportStatus: "ErrorState", Reason: "restoring" });
  await go(5);
  expect(tree(world.content(POOL_2, POOL_1))).toEqual(before);
  expect(tree(world.content(POOL_1))).toEqual(before);
  expect((await run(id)).end).toBe("done");
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
});

test("what was found gone just before the content was lost is part of the loss, and comes back", async () => {
  const before = tree(world.content(POOL_1));
  for (let number = 0; number < 5; number++)
    rmSync(join(world.content(POOL_1), `meeting ${number % 4}`, `slide ${number}.txt`));
  writeFileSync(join(world.content(POOL_1), "keeps tombstones waiting"), "");
  await world.cycle("files", POOL_1); // found; its deletions wait for the ack of what goes before them
  rmSync(world.content(POOL_1), { recursive: true });
  await go(1);
  await sync();
  await go(5);
  expect(tree(world.content(POOL_1))).toMatchObject(before);
  expect(tree(world.content(POOL_2, POOL_1))).toEqual(tree(world.content(POOL_1)));
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
});

test("deletions on their way when the content was lost leave the two sides the same", async () => {
  for (let number = 0; number < 5; number++)
    rmSync(join(world.content(POOL_1), `meeting ${number % 4}`, `slide ${number}.txt`));
  await world.cycle("files", POOL_1); // sent, and not imported yet
  rmSync(world.content(POOL_1), { recursive: true });
  await world.cycle("files", POOL_1);
  await sync();
  await go(6);
  expect(tree(world.content(POOL_2, POOL_1))).toEqual(tree(world.content(POOL_1)));
  expect(Object.keys(tree(world.content(POOL_1))).length).toBeGreaterThanOrEqual(41);
  expect((await world.status("files", POOL_1)).ExportStatus).toBe("FinalState");
});
