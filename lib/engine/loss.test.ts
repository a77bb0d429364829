import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import { keyNames } from "#lib/domain/row-table.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

/** What the engine says would be lost with pool 1, and what a dumb comparison of both sides finds missing on pool 2. */
type Counts = { users: number; conferences: number; others: number; files: number };

async function told(world: TwoPools): Promise<Counts> {
  await world.tell();
  const { exports } = await world.ledger.doors.evidence();
  const of = (module: string) => exports.find(({ lane }) => lane.from === POOL_1 && lane.module === module)?.loss;
  const [rows, files] = [of(PRESENCE)?.counts, of(DATA_CONF)?.counts];
  if (!rows || !files) throw new Error("nothing was counted");
  return { users: rows.users, conferences: rows.conferences, others: rows.others, files: files.files };
}

function missing(world: TwoPools): Counts {
  const names: Record<"users" | "conferences" | "others", Set<string>> = {
    users: new Set(),
    conferences: new Set(),
    others: new Set(),
  };
  for (const table of presenceFocusTables) {
    const [first = "", ...more] = keyNames(table);
    const image = (pool: typeof POOL_1) =>
      new Map(
        world
          .sql(pool, `select * from ${table.name} where home_pool = ?`, POOL_1)
          .map((row) => [JSON.stringify([row[first], ...more.map((name) => row[name])]), JSON.stringify(row)]),
      );
    const [own, standby] = [image(POOL_1), image(POOL_2)];
    for (const key of new Set([...own.keys(), ...standby.keys()])) {
      if (own.get(key) === standby.get(key)) continue;
      const kind = table.of === undefined ? "others" : (`${table.of}s` as const);
      names[kind].add(kind === "others" ? `${table.name} ${key}` : JSON.parse(key)[0]);
    }
  }
  const [own, standby] = [treeOf(world.content(POOL_1)), treeOf(world.content(POOL_2))];
  const files = [...new Set([...own.keys(), ...standby.keys()])].filter((path) => own.get(path) !== standby.get(path));
  return {
    users: names.users.size,
    conferences: names.conferences.size,
    others: names.others.size,
    files: files.length,
  };
}

/** Every file by its hash, every folder by its name. */
function treeOf(root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (path === MARKER_NAME) continue;
    const isFolder = statSync(join(root, path)).isDirectory();
    found.set(
      path,
      isFolder
        ? "folder"
        : createHash("sha256")
            .update(readFileSync(join(root, path)))
            .digest("hex"),
    );
  }
  return found;
}

let value = 0;
const name = fc.integer({ min: 1, max: 6 });
const STEPS = {
  user: (world: TwoPools, n: number) =>
    put(world, "users (sip_uri, display_name, home_pool)", [`sip:${n}@x`, `name ${++value}`]),
  contact: (world: TwoPools, n: number) =>
    put(world, "contacts (sip_uri, contact_uri, display_name, home_pool)", [
      `sip:${n}@x`,
      "sip:c@x",
      `name ${++value}`,
    ]),
  conference: (world: TwoPools, n: number) =>
    put(world, "conferences (conference_id, subject, home_pool)", [`c${n}`, `subject ${++value}`]),
  directory: (world: TwoPools) => put(world, "conference_directories (directory_id, home_pool)", [`${++value}`]),
  // Only what the partner has can be missed by it once it is gone.
  forget: (world: TwoPools, n: number) => {
    const key = `sip:${n}@x`;
    const isThere = world.sql(POOL_2, "select 1 from users where sip_uri = ?", key).length > 0;
    if (isThere) world.sql(POOL_1, "delete from users where sip_uri = ?", key);
  },
  write: (world: TwoPools, n: number) => {
    const place = join(world.content(POOL_1), n > 3 ? `folder ${n}/file` : `file ${n}`);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, `content ${++value}`);
  },
  remove: (world: TwoPools, n: number) => {
    const path = n > 3 ? `folder ${n}` : `file ${n}`;
    if (existsSync(join(world.content(POOL_2), path)))
      rmSync(join(world.content(POOL_1), path), { recursive: true, force: true });
  },
  "rows leave": (world: TwoPools) => world.cycle("rows"),
  "rows land": async (world: TwoPools) => {
    await world.imports("rows");
    await world.tombstones("rows");
  },
  "files leave": (world: TwoPools) => world.cycle("files"),
  "files land": async (world: TwoPools) => {
    await world.imports("files");
    await world.tombstones("files");
  },
} satisfies Record<string, (world: TwoPools, n: number) => void | Promise<void>>;
type Step = keyof typeof STEPS;

function put(world: TwoPools, into: string, values: readonly string[]): void {
  const marks = values.map(() => "?").join();
  world.sql(POOL_1, `insert or replace into ${into} values (${marks}, ?)`, ...values, POOL_1);
}

/** Changes of files are known by the next look. */
const UNSEEN: readonly Step[] = ["write", "remove"];

test("what would be lost is what is missing on the partner, whatever was written, sent and imported", async () => {
  const step = fc.tuple(fc.constantFrom(...(Object.keys(STEPS) as Step[])), name);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const world = await openCopiedPools();
      try {
        let isSeen = true;
        for (const [what, n] of steps) {
          await STEPS[what](world, n);
          if (UNSEEN.includes(what)) isSeen = false;
          if (what === "files leave") isSeen = true;
          const [said, found] = [await told(world), missing(world)];
          expect(isSeen ? said : { ...said, files: 0 }).toEqual(isSeen ? found : { ...found, files: 0 });
        }
      } finally {
        await world.close();
      }
    }),
    { numRuns: 12 },
  );
});

test("what the partner refuses would be lost", async () => {
  const world = await openCopiedPools();
  try {
    world.sql(POOL_2, "insert into users (sip_uri, home_pool) values ('sip:b@x', ?)", POOL_2);
    world.user("sip:b@x");
    world.user("sip:c@x");
    await world.cycle("rows");
    await world.imports("rows");
    expect(await told(world)).toMatchObject({ users: 1 });
  } finally {
    await world.close();
  }
});
