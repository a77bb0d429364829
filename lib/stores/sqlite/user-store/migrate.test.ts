import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import type { RowTable } from "#lib/domain/row-table.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { HurriedClock } from "#lib/testkit/fake-clock.ts";
import { presenceFocusTables, USERS } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { makeUserStore } from "./make-user-store.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { captureTriggers } from "./triggers.ts";
import { openUserStore } from "./user-store.ts";

const fixture = (version: number) => readFileSync(new URL(`fixtures/version-${version}.sql`, import.meta.url), "utf8");
const IDENTITY = { pool: POOL_1, partner: POOL_2, storeId: "store of pool 1", storeEpoch: 1 };
/** When the first of what stands in a filled fixture was recorded. */
const AT = Date.parse("2026-11-01T00:00:00.000Z");
const folder = tempFolder();
const path = () => join(folder(), "user.db");
const open = (tables: readonly RowTable[] = presenceFocusTables) =>
  openUserStore(path(), IDENTITY, new HurriedClock(), tables);

function run(sql: string): void {
  const db = new DatabaseSync(path());
  db.exec(sql);
  db.close();
}

function restart(version: number): void {
  rmSync(path(), { force: true });
  run(fixture(version));
}

beforeEach(() => run(fixture(1)));

test("rows, what waits and where lanes stand are there after the migration; new changes are captured", async () => {
  run(`
    insert into users (sip_uri, home_pool) values ('sip:a@x', '${POOL_1}');
    insert into pending (id, module, tbl, key, home_pool, first_at, gone, bytes)
    values (7, '${PRESENCE}', 'users', '["sip:old@x"]', '${POOL_1}', '2026-11-01T00:00:00.000Z', 0, null),
      (8, '${PRESENCE}', 'users', '["sip:gone@x"]', '${POOL_1}', '2026-11-02T00:00:00.000Z', 1, null),
      (9, '${PRESENCE}', 'users', '["sip:theirs@x"]', '${POOL_2}', '2026-11-02T00:00:00.000Z', 0, null);
    delete from pending where id = 9;
    insert into export_lanes values ('${PRESENCE}', 4, '{"epoch":4,"seq":2}', null);`);
  const store = open();
  await store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
  expect(await store.book.next(PRESENCE, "images", 100, 10)).toMatchObject([
    { id: 7, key: '["sip:old@x"]', firstAt: Date.parse("2026-11-01T00:00:00.000Z") },
    { id: 10, key: '["sip:a@x"]' },
  ]);
  expect(await store.book.next(PRESENCE, "tombstones", 100, 10)).toMatchObject([{ id: 8, key: '["sip:gone@x"]' }]);
  expect(await store.book.lastSent(PRESENCE)).toEqual({ epoch: 4, seq: 2 });
  expect(await store.rows.isCaptureIntact()).toBe(true);
  expect(await store.rows.captureGapAt(PRESENCE)).toBeNull();
  store.close();
});

test("what was on its way waits again with its first time, merged with what changed since", async () => {
  run(`
    insert into flights values ('${PRESENCE}', 3, 1, 'hash', 2, 10);
    insert into flight_entries values
      ('${PRESENCE}', 3, 1, 'users', '["sip:a@x"]', '${POOL_1}', '2026-11-01T00:00:00.000Z', null),
      ('${PRESENCE}', 3, 1, 'users', '["sip:b@x"]', '${POOL_1}', '2026-11-01T00:00:01.000Z', null);
    insert into pending (module, tbl, key, home_pool, first_at)
    values ('${PRESENCE}', 'users', '["sip:b@x"]', '${POOL_1}', '2026-11-05T00:00:00.000Z');`);
  const store = open();
  const waiting = await store.book.next(PRESENCE, "images", 100, 10);
  expect(waiting.map(({ key, firstAt }) => [key, new Date(firstAt).toISOString()])).toEqual([
    ['["sip:b@x"]', "2026-11-01T00:00:01.000Z"],
    ['["sip:a@x"]', "2026-11-01T00:00:00.000Z"],
  ]);
  expect(await store.book.flights(PRESENCE)).toEqual([]);
  store.close();
});

test("a trigger that was altered before is remembered as a gap", async () => {
  run("drop trigger capture_users_after_delete");
  const store = open();
  expect(await store.rows.isCaptureIntact()).toBe(true);
  expect(await store.rows.captureGapAt(PRESENCE)).not.toBeNull();
  store.close();
});

test("a migration that fails leaves the database as it was", () => {
  run("create table subjects (id integer)");
  expect(() => open()).toThrow("subjects");
  const db = new DatabaseSync(path());
  expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
  expect(
    db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name IN ('pending', 'flight_entries')").get(),
  ).toEqual({
    n: 2,
  });
  db.close();
});

test("a database that a newer service wrote is refused with a sentence (DOMAIN 10 no. 24)", () => {
  open().close();
  run(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  expect(() => open()).toThrow("a newer one wrote it");
});

test("a module that is new finds its table in a database that stands, with capture", async () => {
  open().close();
  const notes: RowTable = { name: "notes", queue: "normal", columns: [{ name: "id", type: "TEXT", isKey: true }] };
  const store = open([...presenceFocusTables, notes]);
  run(`insert into notes (id, home_pool) values ('n', '${POOL_1}')`);
  await store.rows.takeChanges(PRESENCE, [notes], () => {});
  expect(await store.book.next(PRESENCE, "images", 100, 10)).toMatchObject([{ table: "notes", key: '["n"]' }]);
  expect(await store.rows.isCaptureIntact()).toBe(true);
  store.close();
});

test("a new module's table does not cover up that a trigger was away", async () => {
  open().close();
  const notes: RowTable = { name: "notes", queue: "normal", columns: [{ name: "id", type: "TEXT", isKey: true }] };
  const sql = captureTriggers(USERS).get("capture_users_after_delete") ?? "";
  run(`drop trigger capture_users_after_delete; ${sql}`);
  const store = open([...presenceFocusTables, notes]);
  expect(await store.rows.isCaptureIntact()).toBe(false);
  store.close();
});

test("a database from before there was a seal gets one, unless a trigger was altered; a seal that is gone is not made up for", async () => {
  for (const [before, isIntact] of [
    ["drop view capture_seal; drop table deleted", true],
    ["drop view capture_seal", false],
    ["drop table deleted; drop trigger capture_users_after_delete", false],
  ] as const) {
    restart(2);
    run(before);
    const store = open();
    expect(await store.rows.isCaptureIntact()).toBe(isIntact);
    store.close();
  }
});

test("a database of version 2 keeps what waits, flies and was acknowledged, and gets the form of a new one", async () => {
  restart(2);
  run(`
    insert into users (sip_uri, home_pool) values ('sip:a@x', '${POOL_1}');
    insert into subjects values (1, '${PRESENCE}', 'users');
    insert into pending (id, subject, key, first_at) values (7, 1, '["sip:old@x"]', '2026-11-01T00:00:00.000Z');
    insert into flights values ('${PRESENCE}', 4, 2, 'hash', 1, 10, null, '[[1,"[\\"sip:b@x\\"]","2026-11-01T00:00:00.000Z",0,0,null]]');
    insert into export_lanes values ('${PRESENCE}', 4, '{"epoch":4,"seq":2}', '{"epoch":4,"seq":1,"hash":"h"}');
    insert into deleted (subject, key, at) values (1, '["sip:gone@x"]', '2026-11-01T00:00:00.000Z');`);
  const store = open();
  expect(await store.rows.isCaptureIntact()).toBe(true);
  expect(await store.book.next(PRESENCE, "images", 100, 10)).toMatchObject([{ id: 7, key: '["sip:old@x"]' }]);
  expect(await store.book.flights(PRESENCE)).toMatchObject([{ epoch: 4, seq: 2 }]);
  expect(await store.book.lastAcked(PRESENCE)).toEqual({ epoch: 4, seq: 1, hash: "h" });
  expect(await store.book.lastSent(PRESENCE)).toEqual({ epoch: 4, seq: 2 });
  store.close();
  const made = join(folder(), "new.db");
  makeUserStore(made, IDENTITY, [POOL_1, POOL_2], presenceFocusTables);
  expect(formOf(path())).toEqual(formOf(made));
});

test("deletions of version 2 count while they wait, and those that left count no more", async () => {
  restart(2);
  run(`
    insert into subjects values (1, '${PRESENCE}', 'users');
    insert into pending (id, subject, key, first_at, gone) values
      (7, 1, '["sip:waits@x"]', '2026-11-01T00:00:00.000Z', 1), (8, 1, '["sip:image@x"]', '2026-11-01T00:00:00.000Z', 0);
    insert into flights values ('${PRESENCE}', 4, 2, 'hash', 1, 10, null, '[[1,"[\\"sip:flew@x\\"]","2026-11-01T00:00:00.000Z",1,0,null]]');
    insert into deleted (subject, key, at) values (1, '["sip:gone@x"]', '2026-11-01T00:00:00.000Z');`);
  const store = open();
  expect(await store.book.guardFacts(PRESENCE, 0)).toEqual({ sent: 0, waiting: 1, held: 0 });
  await store.book.returnFlights(PRESENCE);
  expect(await store.book.guardFacts(PRESENCE, 0)).toEqual({ sent: 0, waiting: 2, held: 0 });
  expect(await store.book.hold(PRESENCE)).toBe(2);
  store.close();
});

test.each([3, 4, 5, 6, 7, 8])(
  "a database of version %i keeps all that it knew, and gets the form of a new one",
  async (version) => {
    restart(version);
    const store = open();
    const { book, rows } = store;
    expect(await rows.isCaptureIntact()).toBe(true);
    expect(await rows.captureGapAt(PRESENCE)).toBeNull();
    await rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
    expect(await book.next(PRESENCE, "images", 100, 10)).toEqual([
      { id: 4, table: "users", key: '["sip:waits@x"]', firstAt: AT + 2000 },
      { id: 6, table: "users", key: '["sip:untaken@x"]', firstAt: AT + 4000 },
    ]);
    expect(await book.next(PRESENCE, "tombstones", 100, 10)).toMatchObject([{ id: 5, key: '["sip:gone@x"]' }]);
    expect(await book.guardFacts(PRESENCE, AT)).toEqual({ sent: 1, waiting: 1, held: 0 });
    expect([await book.lastSent(PRESENCE), await book.lastAcked(PRESENCE), await book.ackedBy(PRESENCE)]).toEqual([
      { epoch: 4, seq: 3 },
      { epoch: 4, seq: 2, hash: "hash 2" },
      "store of pool 2/1",
    ]);
    expect(await book.flights(PRESENCE)).toEqual([{ epoch: 4, seq: 3, hash: "hash 3", items: 1, bytes: 100 }]);
    const { applied } = await book.position(PRESENCE, POOL_2);
    expect(applied).toEqual({ epoch: 2, seq: 9, hash: "theirs" });
    expect((await book.quarantine(PRESENCE, POOL_2)).named).toMatchObject([{ key: '["sip:refused@x"]', tries: 1 }]);
    expect(await book.restoring(PRESENCE, POOL_2)).toBe("request 1");
    expect((await book.skips(PRESENCE)).map(({ key }) => key)).toEqual(version >= 5 ? ['["sip:skipped@x"]'] : []);
    expect(await book.canaryMissedAt(PRESENCE)).toBe(version >= 6 ? AT : null);
    expect(await book.isStandbyBehind(PRESENCE)).toBe(version >= 7);
    const aside = await book.movingAside(PRESENCE, POOL_2, "request 1");
    expect(aside).toEqual(version >= 8 ? { name: "20261101T000000Z-0-0" } : null);
    expect(await book.returnFlights(PRESENCE)).toBe(1);
    expect(await book.next(PRESENCE, "images", 100, 10)).toMatchObject([
      { id: 4 },
      { id: 6 },
      { id: 7, key: '["sip:flies@x"]', firstAt: AT + 1000 },
    ]);
    const read = await rows.read(USERS, "images", [6]);
    expect(read.lots.map((lot) => lot.rows)).toEqual([1]);
    store.close();
    const made = join(folder(), "new.db");
    makeUserStore(made, IDENTITY, [POOL_1, POOL_2], presenceFocusTables);
    expect(formOf(path())).toEqual(formOf(made));
  },
);

/** Columns of every table, by name. */
function formOf(file: string): unknown {
  const db = new DatabaseSync(file);
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  const form = tables.map(({ name }) => [name, db.prepare(`PRAGMA table_info(${name})`).all()]);
  db.close();
  return form;
}
