import { type Column, keyNames, type RowTable } from "#lib/domain/row-table.ts";

/** The definition of a replicated table. STRICT and WITHOUT ROWID: values keep their type, and a row has no second identity. */
export function tableSql(table: RowTable): string {
  const lines = [
    ...table.columns.map(columnSql),
    "home_pool TEXT NOT NULL",
    `PRIMARY KEY (${keyNames(table).join(", ")})`,
  ];
  return `CREATE TABLE ${table.name} (\n  ${lines.join(",\n  ")}\n) STRICT, WITHOUT ROWID;`;
}

function columnSql(column: Column): string {
  const { name, type, rule } = column;
  const notNull = column.isKey || column.default !== undefined ? " NOT NULL" : "";
  const byDefault = column.default === undefined ? "" : ` DEFAULT ${column.default}`;
  return `${name} ${type}${notNull}${byDefault}${rule === undefined ? "" : RULES[rule](name)}`;
}

/** SQLite names the CHECK that it failed on: the name is the sentence. */
const RULES: Record<NonNullable<Column["rule"]>, (name: string) => string> = {
  "not empty": (name) => ` CONSTRAINT "${name} must not be empty" CHECK (${name} <> '')`,
  "0 or 1": (name) => ` CONSTRAINT "${name} must be 0 or 1" CHECK (${name} IN (0, 1))`,
  JSON: (name) => ` CONSTRAINT "${name} must be valid JSON" CHECK (json_valid(${name}))`,
};
