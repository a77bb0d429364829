import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { columnNames, keyNames } from "#lib/domain/row-table.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { fillSchema } from "./prepare.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { captureTriggers } from "./triggers.ts";

const document = readFileSync(new URL("SCHEMA.md", import.meta.url), "utf8");

function database(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  fillSchema(db, presenceFocusTables);
  return db;
}

test("the document names the version, every table, every column of the public ones, and every refusal", () => {
  const db = database();
  expect(document).toContain(`\`PRAGMA user_version\` is ${SCHEMA_VERSION};`);
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  for (const { name } of tables) expect(document).toContain(String(name));
  for (const table of presenceFocusTables) {
    for (const { name } of db.prepare(`PRAGMA table_info(${table.name})`).all())
      expect(document).toContain(`| ${name} |`);
    const sentences = [...captureTriggers(table).values()].flatMap((sql) =>
      [...sql.matchAll(/RAISE\(ABORT, '\w+: ([^']+)'\)/g)].map(([, sentence]) => sentence),
    );
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) expect(document).toContain(sentence);
  }
  db.close();
});

test("images carry exactly the table's columns, its keys are NOT NULL text, and only TEXT and INTEGER are used", () => {
  const db = database();
  for (const table of presenceFocusTables) {
    const columns = db.prepare(`PRAGMA table_info(${table.name})`).all();
    expect(columnNames(table)).toEqual(columns.map(({ name }) => name));
    expect(
      columns.filter(({ pk }) => Number(pk) > 0).map(({ name, type, notnull }) => ({ name, type, notnull })),
    ).toEqual(keyNames(table).map((name) => ({ name, type: "TEXT", notnull: 1 })));
    expect(columns.filter(({ type }) => type !== "TEXT" && type !== "INTEGER")).toEqual([]);
    expect(columns.at(-1)?.name).toBe("home_pool");
  }
  db.close();
});
