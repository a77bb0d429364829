import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { REPLICATED } from "#lib/domain/row-table.ts";
import { OWN_TABLES, PUBLIC_TABLES } from "./schema.ts";
import { captureTriggers } from "./triggers.ts";

const document = readFileSync(new URL("SCHEMA.md", import.meta.url), "utf8");

function database(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  db.exec(PUBLIC_TABLES);
  db.exec(OWN_TABLES);
  return db;
}

test("the document names every table, every column of the public ones, and every refusal", () => {
  const db = database();
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  for (const { name } of tables) expect(document).toContain(String(name));
  for (const table of REPLICATED) {
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
  for (const table of REPLICATED) {
    const columns = db.prepare(`PRAGMA table_info(${table.name})`).all();
    expect(table.columns).toEqual(columns.map(({ name }) => name));
    expect(
      columns.filter(({ pk }) => Number(pk) > 0).map(({ name, type, notnull }) => ({ name, type, notnull })),
    ).toEqual(table.keys.map((name) => ({ name, type: "TEXT", notnull: 1 })));
    expect(new Set(columns.map(({ type }) => type))).toEqual(new Set(["TEXT", "INTEGER"]));
    expect(table.columns.at(-1)).toBe("home_pool");
  }
  db.close();
});
