import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { beforeEach, describe, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { anActor, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { nodeSqliteDialect } from "../kysely-dialect.ts";
import { openDatabase } from "../open-database.ts";
import { listCopies } from "./copies.ts";
import { copyLedger } from "./copy-ledger.ts";
import { MIGRATIONS } from "./migrations.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { restoreLedger } from "./restore-ledger.ts";

const AT = Date.UTC(2026, 10, 29, 12);
const clock = { now: () => AT };
const folder = tempFolder();
let path: string;
let copies: string;
beforeEach(() => {
  path = join(folder(), "ledger.db");
  copies = join(folder(), "copies");
});

/** Opens it for one piece of work. */
async function withLedger<T>(work: (ledger: OpenLedger) => Promise<T>): Promise<T> {
  const ledger = await openLedger(path, clock);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

const setInterval = (ms: number) =>
  withLedger((ledger) => ledger.doors.configure({ syncInterval: ms as never }, anActor()));
const interval = () => withLedger(async (ledger) => (await ledger.doors.configuration()).syncInterval);
const newest = () => join(copies, listCopies(copies)[0]?.name ?? "");

function sql(file: string, statement: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(file);
  try {
    return database.prepare(statement).all();
  } finally {
    database.close();
  }
}

/** A ledger of two pools, with a pair of number 1 and an issue of a document. */
async function aLedger() {
  await withLedger(async ({ topology, engine, doors }) => {
    const pair = { a: POOL_1, b: POOL_2 };
    await topology.found({ pools: [POOL_1, POOL_2], pairs: [pair], cmsMaster: POOL_1 }, []);
    await engine.publish(POOL_1, [{ name: "topology", content: '"one"' }]);
    await doors.configure({ syncInterval: 45_000 as never }, anActor());
  });
}

describe("a copy", () => {
  test("is whole as of one moment while somebody writes, closed to others, and one file", async () => {
    await aLedger();
    const ledger = await openLedger(path, clock);
    await ledger.doors.configure({ syncInterval: 50_000 as never }, anActor());
    const { name } = await copyLedger(path, copies, AT, "by-hand");
    await ledger.doors.configure({ syncInterval: 60_000 as never }, anActor());
    await ledger.close();
    expect(readdirSync(copies)).toEqual([name]);
    expect(statSync(join(copies, name)).mode & 0o777).toBe(0o600);
    expect(sql(join(copies, name), "select sync_interval_ms as ms from configuration")).toEqual([{ ms: 50_000 }]);
  });

  test("of a damaged ledger is none", async () => {
    await aLedger();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 4096, 12 * 4096));
    await expect(copyLedger(path, copies, AT, "scheduled")).rejects.toThrow();
    expect(readdirSync(copies)).toEqual([]);
  });
});

describe("a copy that is put back", () => {
  beforeEach(async () => {
    await aLedger();
    await copyLedger(path, copies, AT, "scheduled");
  });

  test("is the ledger again, and the replaced one is kept", async () => {
    const copy = newest();
    await setInterval(60_000);
    await restoreLedger(copy, path, copies, AT + 1000);
    expect(await interval()).toBe(45_000);
    const [replaced] = listCopies(copies);
    expect(replaced?.why).toBe("replaced");
    await restoreLedger(join(copies, replaced?.name ?? ""), path, copies, AT + 2000);
    expect(await interval()).toBe(60_000);
  });

  test("takes the place of one that is damaged, whose files are kept as they were", async () => {
    const damaged = "these are no tables, but words ".repeat(100);
    writeFileSync(path, damaged);
    await restoreLedger(newest(), path, copies, AT + 1000);
    expect(await interval()).toBe(45_000);
    const kept = readdirSync(copies).find((name) => name.startsWith("unreadable-")) ?? "";
    expect(readFileSync(join(copies, kept), "utf8")).toBe(damaged);
  });

  test("takes the place of one that is gone, after an end in the middle too", async () => {
    const copy = newest();
    const wal = await strangersLog();
    for (const rest of [`${path}.restoring`, `${path}.restoring-wal`, `${path}-wal`]) writeFileSync(rest, wal);
    sql(copy, "select 1");
    await restoreLedger(copy, path, copies, AT + 1000);
    expect(await interval()).toBe(45_000);
    expect(existsSync(`${path}.restoring`)).toBe(false);
  });

  test("gives no number twice: not of pairs, not of issues of documents", async () => {
    const copy = newest();
    const given = await withLedger(async ({ engine, doors }) => {
      await doors.unpair({ a: POOL_1, b: POOL_2 }, anActor());
      await doors.pair({ a: POOL_1, b: POOL_2 }, anActor());
      const [issue] = await engine.publish(POOL_1, [{ name: "topology", content: '"two"' }]);
      return { pair: (await engine.pairings())[0]?.number ?? 0, version: issue?.version ?? 0 };
    });
    await restoreLedger(copy, path, copies, AT + 1000);
    await restoreLedger(copy, path, copies, AT + 2000);
    await withLedger(async ({ engine, doors }) => {
      const [issue] = await engine.publish(POOL_1, [{ name: "topology", content: '"three"' }]);
      expect(issue?.masterEpoch).toBe(3); // one more with each that was put back
      await doors.unpair({ a: POOL_1, b: POOL_2 }, anActor());
      await doors.pair({ a: POOL_1, b: POOL_2 }, anActor());
      expect((await engine.pairings())[0]?.number).toBeGreaterThan(given.pair);
    });
  });

  test("goes on with its own audit, and names there what it replaced", async () => {
    const copy = newest();
    await setInterval(60_000);
    await setInterval(61_000);
    await restoreLedger(copy, path, copies, AT + 1000);
    await setInterval(62_000);
    await withLedger(async ({ audit, database }) => {
      expect(await audit.verify()).toMatchObject({ rows: 3, last: { n: 3 }, fault: null });
      const row = await database.selectFrom("audit").selectAll().where("n", "=", 2).executeTakeFirst();
      expect(row).toMatchObject({ actor: "admin (cli)", action: "restore-ledger", door: "cli" });
      expect(JSON.parse(row?.before_json ?? "")).toMatchObject({ lastRow: 3 });
      expect(JSON.parse(row?.after_json ?? "")).toMatchObject({ lastRow: 1 });
    });
  });

  test("of before the audit was chained has its rows chained, the one of its putting back too", async () => {
    const old = join(folder(), "old.db");
    const db = new Kysely<unknown>({ dialect: nodeSqliteDialect(openDatabase(old)) });
    await new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } }).migrateTo("0008-history");
    await db.destroy();
    sql(old, "insert into audit values (1, 1, 'ada', 'administrator', 'api', 'configure', 'Global', null, null)");
    await restoreLedger(old, path, copies, AT + 1000);
    await withLedger(async ({ audit, database }) => {
      expect(await audit.verify()).toMatchObject({ rows: 2, fault: null });
      const rows = await database.selectFrom("audit").select("action").orderBy("n").execute();
      expect(rows.map(({ action }) => action)).toEqual(["configure", "restore-ledger"]);
    });
  });

  test("ends what was asked for before it was made, and asks it for nothing anew", async () => {
    await withLedger(({ doors }) =>
      doors.request({ what: "full-push", from: POOL_1, to: POOL_2, modules: [PRESENCE], detail: NO_DETAIL }, anActor()),
    );
    await copyLedger(path, copies, AT + 1000, "by-hand");
    await restoreLedger(newest(), path, copies, AT + 5000);
    const [open] = await withLedger(({ engine }) => engine.openRequests());
    expect(open?.request.cancelledAt).toBe(AT + 5000);
  });

  test("leaves no person and no screen signed in", async () => {
    sql(path, "create table session (id text)");
    sql(path, "insert into session values ('s')");
    sql(
      path,
      "insert into displays (id, hash, code_until, asked_at, name, accepted_at) values ('d', 'h', 1, 1, 'tv', 1)",
    );
    await copyLedger(path, copies, AT + 1000, "by-hand");
    await restoreLedger(newest(), path, copies, AT + 2000);
    expect(sql(path, "select id from session union all select name from displays")).toEqual([]);
  });

  test("lets nobody in whose token was revoked since, and nobody at all when that cannot be known", async () => {
    const make = (hash: string) =>
      sql(
        path,
        `insert into tokens (id, hash, name, role, made_at) values ('${hash}', '${hash}', '${hash}', 'viewer', 1)`,
      );
    const living = () => sql(path, "select hash from tokens where revoked_at is null").map(({ hash }) => hash);
    make("kept");
    make("shut out");
    await copyLedger(path, copies, AT + 1000, "by-hand");
    const copy = newest();
    sql(path, "update tokens set revoked_at = 7 where hash = 'shut out'");
    await restoreLedger(copy, path, copies, AT + 2000);
    expect(living()).toEqual(["kept"]);
    writeFileSync(path, "these are no tables, but words ".repeat(100));
    await restoreLedger(copy, path, copies, AT + 3000);
    expect(living()).toEqual([]);
  });

  test("lets nobody in whose account was disabled since", async () => {
    sql(path, "create table user (id text primary key, username text, role text, disabled integer)");
    sql(path, "insert into user values ('1', 'admin', 'administrator', 0), ('2', 'ada', 'administrator', 0)");
    await copyLedger(path, copies, AT + 1000, "by-hand");
    sql(path, "update user set disabled = 1 where id = '2'");
    await restoreLedger(newest(), path, copies, AT + 2000);
    expect(sql(path, "select username from user where disabled = 1")).toEqual([{ username: "ada" }]);
  });

  test("knows stores that were adopted since as adopted", async () => {
    const insert = `insert into stores values ('${POOL_1}', 's1', 5, 1, null), ('${POOL_2}', 's2', 5, 1, null)`;
    sql(path, insert);
    await copyLedger(path, copies, AT + 1000, "by-hand");
    sql(path, `update stores set epoch = 3, made_at = 9, adopted_for = 'r-1' where pool = '${POOL_1}'`);
    await restoreLedger(newest(), path, copies, AT + 2000);
    expect(sql(path, "select epoch, made_at, adopted_for from stores order by pool")).toEqual([
      { epoch: 3, made_at: 9, adopted_for: "r-1" },
      { epoch: 1, made_at: 5, adopted_for: null },
    ]);
  });

  test.each([
    ["a newer version", "insert into kysely_migration values ('0099-later', '2030-01-01T00:00:00.000Z')", /newer/],
    ["another program", "drop table kysely_migration", /another program/],
  ])("is refused by name when it is of %s, and nothing is touched", async (_, spoil, sentence) => {
    sql(newest(), spoil);
    const before = readFileSync(path);
    await expect(restoreLedger(newest(), path, copies, AT + 1000)).rejects.toThrow(sentence);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(listCopies(copies)).toHaveLength(1);
  });
});

/** A log that belongs to another database: replayed into ours it would be poison. */
async function strangersLog(): Promise<Buffer> {
  const other = join(folder(), "other.db");
  const database = new DatabaseSync(other);
  database.exec("pragma journal_mode = wal; create table recipes (name text); insert into recipes values ('soup')");
  const log = readFileSync(`${other}-wal`);
  database.close();
  return log;
}
