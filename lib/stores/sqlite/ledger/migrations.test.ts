import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { beforeEach, expect, test } from "vitest";
import { DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { nodeSqliteDialect } from "../kysely-dialect.ts";
import { openDatabase } from "../open-database.ts";
import { copiesFolder, listCopies } from "./copies.ts";
import { MIGRATIONS } from "./migrations.ts";
import { openLedger } from "./open-ledger.ts";
import { openRequestRows } from "./request-queries.ts";

const folder = tempFolder();
let path: string;
beforeEach(() => {
  path = join(folder(), "ledger.db");
});

/** A ledger as the version before wrote it, with `content` in it. */
async function ledgerOf(migration: string, content: string): Promise<void> {
  const db = new Kysely<unknown>({ dialect: nodeSqliteDialect(openDatabase(path)) });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } }).migrateTo(
    migration,
  );
  expect(error).toBeUndefined();
  await db.destroy();
  const database = new DatabaseSync(path);
  database.exec(content);
  database.close();
}

const request = (n: number, modules: number) =>
  `insert into requests (id, from_pool, to_pool, modules_json, module_count, asked_by, door, at)
   values ('r-${n}', 'a', 'b', '${JSON.stringify(["M", "N"].slice(0, modules))}', ${modules}, 'ada', 'api', ${n});`;
const run = (n: number, module: string, endedAt: number | null) =>
  `insert into runs values ('r-${n}', '${module}', 'done', 1, 0, 0, 0, 1, ${endedAt});`;

test("a ledger of the version before keeps its interval and gets the defaults of what it did not know", async () => {
  await ledgerOf("0001-first", "insert into configuration values (1, 45000)");
  const ledger = await openLedger(path, { now: () => 1 });
  expect(await ledger.doors.configuration()).toEqual({ ...DEFAULT_CONFIGURATION, syncInterval: 45_000 });
  await ledger.close();
});

test("a ledger of the version before is copied as it was, a new one is not", async () => {
  await ledgerOf("0001-first", "insert into configuration values (1, 45000)");
  const copies = () => listCopies(copiesFolder(folder()));
  for (const at of [Date.UTC(2026, 10, 29), Date.UTC(2026, 10, 30)]) {
    const ledger = await openLedger(path, { now: () => at });
    await ledger.close();
  }
  expect(copies()).toMatchObject([{ at: Date.UTC(2026, 10, 29), why: "before-migration" }]);
  const copy = new DatabaseSync(join(copiesFolder(folder()), copies()[0]?.name ?? ""));
  expect(copy.prepare("select name from kysely_migration").all()).toEqual([{ name: "0001-first" }]);
  copy.close();
});

test("a ledger of the version before knows which of its requests are open", async () => {
  const untouched = request(1, 1);
  const half = request(2, 2) + run(2, "M", 5) + run(2, "N", null);
  const whole = request(3, 2) + run(3, "M", 5) + run(3, "N", 6);
  await ledgerOf("0001-first", untouched + half + whole);
  const ledger = await openLedger(path, { now: () => 1 });
  expect((await ledger.engine.openRequests()).map((open) => open.request.id)).toEqual(["r-1", "r-2"]);
  await ledger.close();
});

test("open requests are found by their index, without a look at those that ended", async () => {
  const ledger = await openLedger(path, { now: () => 1 });
  const { sql, parameters } = openRequestRows(ledger.database).compile();
  expect(parameters).toEqual([]);
  const database = new DatabaseSync(path);
  const plan = database.prepare(`explain query plan ${sql}`).all();
  expect(plan.map((step) => step.detail)).toEqual(["SCAN requests USING INDEX requests_open"]);
  database.close();
  await ledger.close();
});

test("the audit of the version before is chained as it is, counted anew, and goes on from there", async () => {
  const row = (n: number) =>
    `insert into audit values (${n}, ${n}, 'ada', 'administrator', 'api', 'configure', 'Global', null, '{"b":1,"a":2}');`;
  await ledgerOf("0001-first", [1, 2, 5, 6].map(row).join(""));
  const ledger = await openLedger(path, { now: () => 9 });
  await ledger.audit.leave(
    { action: "sign-out", subject: "ada", reason: null, after: null },
    { name: "ada", role: "viewer", door: "page" },
  );
  expect(await ledger.audit.verify()).toMatchObject({ rows: 5, last: { n: 5 }, fault: null });
  await ledger.database.deleteFrom("audit").where("n", "=", 3).execute();
  expect((await ledger.audit.verify()).fault).toEqual({ n: 3, is: "missing" });
  await ledger.close();
});

test("a token of the version before opens what it did, and has an id of its own", async () => {
  await ledgerOf("0011-compares", "insert into tokens values ('a1', 'admin (cli)', 'administrator', 5, null);");
  const ledger = await openLedger(path, { now: () => 9 });
  const token = {
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    name: "admin (cli)",
    role: "administrator",
    pools: "all",
  };
  expect(await ledger.tokens.tokenByHash("a1")).toMatchObject({
    ...token,
    madeBy: "service",
    madeAt: 5,
    expiresAt: null,
  });
  await ledger.close();
});

test.each([
  ["of before any reach", "", ""],
  ["of when none was all", ", pools text", ", null"],
])("an account %s reaches all pools, and says so; one that has none later reaches nothing", async (_, column, none) => {
  await ledgerOf(
    "0012-tokens",
    `create table user (username text${column}); insert into user values ('grace'${none});`,
  );
  const kept = async () => {
    const ledger = await openLedger(path, { now: () => 9 });
    const { rows } = await sql`select username, pools from user order by username`.execute(ledger.database);
    await sql`insert into user (username) values ('later')`.execute(ledger.database);
    await ledger.close();
    return rows;
  };
  const grace = { username: "grace", pools: "all" };
  expect([await kept(), await kept()]).toEqual([[grace], [grace, { username: "later", pools: null }]]);
});

test("a token of the version before is of whoever made it, and of nobody where they are gone", async () => {
  const token = (name: string, by: string) =>
    `insert into tokens (id, hash, name, role, made_at, made_by) values ('${name}', '${name}', '${name}', 'viewer', 1, '${by}');`;
  await ledgerOf(
    "0012-tokens",
    `create table user (id text, name text, username text, role text, pools text, disabled integer);
     insert into user values ('7', 'ada', 'ada', 'viewer', 'all', 0);
     ${token("a", "ada")} ${token("b", "gone")} ${token("c", "admin (cli)")}`,
  );
  const ledger = await openLedger(path, { now: () => 9 });
  const kept = (await ledger.tokens.tokens()).map(({ name, account, isShut }) => [name, account, isShut]);
  expect(kept).toEqual([
    ["a", "7", false],
    ["b", "", true],
    ["c", null, false],
  ]);
  await ledger.close();
});
