import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { writesOf } from "./write-lock.ts";

const folder = tempFolder();

test("a database that finds no room is named, and goes on with what it had", async () => {
  const path = join(folder(), "user.db");
  const database = new DatabaseSync(path);
  database.exec("CREATE TABLE kept (text TEXT); PRAGMA max_page_count = 3");
  const write = writesOf(database, new FakeClock());
  const insert = database.prepare("INSERT INTO kept VALUES (?)");
  await write(() => insert.run("a"));
  await expect(write(() => insert.run("x".repeat(100_000)))).rejects.toMatchObject({
    code: "disk-full",
    message: "The database has no room left.",
    path,
  });
  expect(database.prepare("SELECT text FROM kept").all()).toEqual([{ text: "a" }]);
  database.close();
});
