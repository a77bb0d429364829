import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

const MARKER = ".pairkeeper-store";
let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const files = (pool = POOL_1) => join(world.folder, "pools", pool, "files");
const database = (pool = POOL_1) => join(world.folder, "pools", pool, "user.db");
const content = (pool = POOL_1) => world.content(pool);
const standby = () => readFileSync(join(content(POOL_2), "a.txt"), "utf8");
const trash = () => (existsSync(join(files(POOL_2), "Trash")) ? readdirSync(join(files(POOL_2), "Trash")) : []);
/** All paths below a folder. */
const tree = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

/** Takes the database away with what SQLite keeps beside it. */
function dropDatabase(): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${database()}${end}`, { force: true });
}

async function isLost(kind: "rows" | "files"): Promise<void> {
  expect(await world.status(kind)).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-lost" });
}

/** What a person asks by Restore-CsBackupStore -FromPartner. */
async function askToRestore(): Promise<string> {
  const asked = {
    what: "restore",
    from: POOL_2,
    to: POOL_1,
    modules: [PRESENCE, DATA_CONF],
    detail: NO_DETAIL,
  } as const;
  return (await world.ledger.doors.request(asked, anActor())).id;
}

const endsOf = async (id: string) => (await world.ledger.doors.requestById(id))?.runs.map((run) => run.end);

async function isWhole(): Promise<void> {
  await world.settle(5);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
  expect(await world.states(POOL_2)).toBe("rows FinalState, files FinalState");
  expect(world.rows(POOL_1)).toEqual(world.rows(POOL_2));
  expect(tree(content())).toEqual(tree(content(POOL_2)));
  expect(readFileSync(join(content(), "a.txt"), "utf8")).toBe("content");
}

describe("a loss of content is no deletion", () => {
  test.each([
    [
      "a client's rsync --delete, which takes the marker too",
      () => {
        rmSync(join(content(), MARKER));
        rmSync(join(content(), "a.txt"));
        writeFileSync(join(content(), "b.txt"), "theirs");
      },
    ],
    ["the marker alone", () => rmSync(join(content(), MARKER))],
    ["the folder with all in it", () => rmSync(content(), { recursive: true })],
    [
      "a foreign folder in its place",
      () => {
        rmSync(content(), { recursive: true });
        mkdirSync(content());
        writeFileSync(join(content(), MARKER), "{}");
        writeFileSync(join(content(), "b.txt"), "theirs");
      },
    ],
    [
      "an empty folder in place of the root",
      () => {
        renameSync(files(), `${files()}.unmounted`);
        mkdirSync(files());
      },
    ],
    [
      "an older copy of the root",
      () =>
        writeFileSync(
          join(files(), MARKER),
          readFileSync(join(files(), MARKER), "utf8").replace('"storeEpoch":1', '"storeEpoch":0'),
        ),
    ],
  ])("%s: nothing of it is exported, nothing deleted, nothing written there", async (_what, before) => {
    before();
    const left = tree(files());
    await world.settle(2);
    await isLost("files");
    await world.restart();
    await world.settle(2);
    await isLost("files");
    expect(standby()).toBe("content");
    expect(tree(content(POOL_2))).toEqual([MARKER, "a.txt"]);
    expect(trash()).toEqual([]);
    const since = tree(files()).filter((path) => !left.includes(path));
    expect(since.filter((path) => !path.startsWith("BackupStore"))).toEqual([]);
    if (!left.includes("BackupStore")) expect(since).toEqual([]);
  });

  test("a standby in place of which an empty folder is mounted is not filled there", async () => {
    renameSync(files(POOL_2), `${files(POOL_2)}.unmounted`);
    mkdirSync(files(POOL_2));
    writeFileSync(join(content(), "b.txt"), "b");
    await world.settle(2);
    expect(readdirSync(files(POOL_2))).toEqual([]);
    expect((await world.status("files")).ExportStatus).not.toBe("FinalState");
  });
});

describe("a store that is adopted is completed by the partner", () => {
  test("of a pool that lost all", async () => {
    await world.askToAdopt(POOL_1);
    await world.restart({}, () => rmSync(join(world.folder, "pools", POOL_1), { recursive: true }));
    await isWhole();
    expect(standby()).toBe("content");
  });

  test("of a pool that lost its user database", async () => {
    await world.restart({}, dropDatabase);
    await world.settle(1);
    await isLost("rows");
    expect(existsSync(database())).toBe(false);
    await world.askToAdopt(POOL_1);
    await world.restart();
    await isWhole();
  });

  test("of a pool that was given its partner's database and root by mistake", async () => {
    await world.restart({}, () => {
      dropDatabase();
      copyFileSync(database(POOL_2), database());
      rmSync(files(), { recursive: true });
      cpSync(files(POOL_2), files(), { recursive: true });
      writeFileSync(join(world.content(POOL_1, POOL_2), "stale.txt"), "of another day");
    });
    world.sql(POOL_1, "insert into importing values (1)");
    world.sql(POOL_1, "insert into users (sip_uri, home_pool) values ('sip:stale@x', ?)", POOL_2);
    world.sql(POOL_1, "delete from importing");
    await world.settle(1);
    await isLost("rows");
    await isLost("files");
    await world.askToAdopt(POOL_1);
    await world.restart();
    await isWhole();
    // What its partner does not have of its own is no part of the standby either.
    expect(tree(world.content(POOL_1, POOL_2))).toEqual(tree(world.content(POOL_2, POOL_2)));
    expect(world.rows(POOL_1, POOL_2)).toEqual(world.rows(POOL_2, POOL_2));
  });

  test("of a pool whose database went back to a day before an adoption", async () => {
    await world.restart({}, () => copyFileSync(database(), `${database()}.old`));
    await world.askToAdopt(POOL_1);
    await world.restart();
    await isWhole();
    world.user("sip:later@x");
    await world.settle(2);
    await world.restart({}, () => {
      dropDatabase();
      renameSync(`${database()}.old`, database());
    });
    await world.settle(1);
    await isLost("rows");
    await world.askToAdopt(POOL_1);
    await world.restart();
    await isWhole();
    expect(world.rows(POOL_1).map((row) => row.sip_uri)).toEqual(["sip:a@x", "sip:later@x"]);
  });
});

describe("a database that went back in time", () => {
  beforeEach(async () => {
    await world.restart({}, () => copyFileSync(database(), `${database()}.old`));
    world.user("sip:later@x");
    await world.settle(2);
    await world.restart({}, () => {
      dropDatabase();
      renameSync(`${database()}.old`, database());
    });
    await world.settle(1);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-rewound" });
    expect(world.rows(POOL_1)).toHaveLength(1);
  });

  test("is adopted as it is, and what only the partner has comes back", async () => {
    const id = await world.askToAdopt(POOL_1);
    await world.restart();
    await isWhole();
    expect(world.rows(POOL_1)).toHaveLength(2);
    expect(await endsOf(id)).toEqual(["done", "done"]);
  });

  test("or is restored from the partner, and what stood there is in the trash", async () => {
    world.sql(POOL_1, "update users set display_name = 'of the old day'");
    const id = await askToRestore();
    await isWhole();
    expect(world.rows(POOL_1)).toMatchObject([{ display_name: "A" }, { sip_uri: "sip:later@x" }]);
    expect(world.sql(POOL_1, "select image from trash")).toMatchObject([{ image: expect.stringContaining("old day") }]);
    expect(await endsOf(id)).toEqual(["done", "done"]);
  });
});

test("content is restored from the partner: what stands there moves to the trash, whole", async () => {
  writeFileSync(join(content(), "a.txt"), "spoilt");
  writeFileSync(join(content(), "own.txt"), "own");
  const id = await askToRestore();
  await world.learn();
  await world.cycle("files", POOL_2); // it asks, before pool 1 looked at what was spoilt
  await world.imports("files", POOL_2);
  await isWhole();
  const [kept] = readdirSync(join(files(), "Trash", POOL_1));
  expect(readFileSync(join(files(), "Trash", POOL_1, kept ?? "", "a.txt"), "utf8")).toBe("spoilt");
  // A later rewind is one again: what was sent before is void no longer than until the first epoch after.
  const { book } = world.contentOf(POOL_1).store;
  expect([await book.isPastVoid(DATA_CONF), await book.isPastVoid(PRESENCE)]).toEqual([false, false]);
  expect(await endsOf(id)).toEqual(["done", "done"]);
});
