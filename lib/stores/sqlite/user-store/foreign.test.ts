import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { HurriedClock } from "#lib/testkit/fake-clock.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { adoptUserStore } from "./adopt-user-store.ts";
import { pairedAs } from "./join-pair.ts";
import { makeUserStore } from "./make-user-store.ts";
import { openUserStore } from "./user-store.ts";

/* A database that somebody put in the place of a pool's own is refused, and is as they put it there. */

const folder = tempFolder();
const path = () => join(folder(), "user.db");
const IDENTITY = { pool: POOL_1, partner: POOL_2, storeId: "store of pool 1", storeEpoch: 1 };
const ADOPTION = { requestId: "r", restored: [], modules: [], epochs: new Map() };

const WAYS = [
  ["a store that opens", () => openUserStore(path(), IDENTITY, new HurriedClock(), presenceFocusTables)],
  ["a question for its pair", () => pairedAs(path(), IDENTITY)],
  ["a first start", () => makeUserStore(path(), IDENTITY, [POOL_1, POOL_2], presenceFocusTables)],
  ["an adoption", () => adopt()],
] as const;

const adopt = () =>
  adoptUserStore(path(), IDENTITY, [POOL_1, POOL_2], presenceFocusTables, ADOPTION, new HurriedClock());

function bytes(): readonly (Buffer | null)[] {
  return ["", "-wal", "-journal"].map((end) => (existsSync(path() + end) ? readFileSync(path() + end) : null));
}

test.each(WAYS)("%s leaves a foreign database without a log as it is", async (_, open) => {
  const foreign = new DatabaseSync(path());
  foreign.exec("CREATE TABLE theirs (id INTEGER)");
  foreign.close();
  const before = bytes();
  await expect((async () => open())()).rejects.toMatchObject({ code: "store-lost" });
  expect(bytes()).toEqual(before);
});

test.each(WAYS)("%s does not end the log of a foreign database", async (_, open) => {
  const foreign = new DatabaseSync(join(folder(), "theirs.db"));
  foreign.exec("PRAGMA journal_mode = WAL; CREATE TABLE theirs (id INTEGER)");
  for (const end of ["", "-wal"]) copyFileSync(join(folder(), `theirs.db${end}`), path() + end);
  foreign.close();
  const before = bytes();
  await expect((async () => open())()).rejects.toMatchObject({ code: "store-lost" });
  expect(bytes()).toEqual(before);
});

test("our own database that its last writer left in the middle of a change is opened, and is as it was before that", () => {
  makeUserStore(path(), IDENTITY, [POOL_1, POOL_2], presenceFocusTables);
  renameSync(path(), join(folder(), "theirs.db"));
  const writer = new DatabaseSync(join(folder(), "theirs.db"));
  writer.exec("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN IMMEDIATE; DELETE FROM store");
  writer.exec(`CREATE TABLE filler AS SELECT zeroblob(100000) AS much`);
  for (const end of ["", "-journal"]) copyFileSync(join(folder(), `theirs.db${end}`), path() + end);
  writer.close();
  expect(pairedAs(path(), IDENTITY)).toEqual({ partner: POOL_2, number: 1 });
});

test("what is made with a log of its own kind is ours all the same, and gets the log of ours", () => {
  makeUserStore(path(), IDENTITY, [POOL_1, POOL_2], presenceFocusTables);
  const copy = new DatabaseSync(path());
  copy.exec("PRAGMA journal_mode = DELETE");
  copy.close();
  pairedAs(path(), IDENTITY);
  const db = new DatabaseSync(path());
  expect(db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  db.close();
});
