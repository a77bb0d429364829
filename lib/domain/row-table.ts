/** Which queue of a row cycle a table travels in (D8). */
export type RowQueue = "high" | "normal";

/** A rule that the database itself enforces, with a sentence that names it. */
export type ColumnRule = "not empty" | "0 or 1" | "JSON";

/** A column of a replicated table. Only TEXT and INTEGER, so that any two databases hold the same bytes (DESIGN 4). */
export type Column = {
  readonly name: string;
  readonly type: "TEXT" | "INTEGER";
  /** Part of the primary key: NOT NULL, compared bytewise. */
  readonly isKey?: true;
  /** NOT NULL with this default, written as SQL. */
  readonly default?: string;
  readonly rule?: ColumnRule;
};

/**
 * A replicated table of the user database, as data: its definition, its capture, its images and its imports are written
 * from this. Every table has a last column `home_pool TEXT NOT NULL` that is not listed here.
 */
export type RowTable = {
  readonly name: string;
  /** The key's columns come first, in order. */
  readonly columns: readonly Column[];
  readonly queue: RowQueue;
  /** What its rows are of, where people count that instead of rows; the first column of the key names it. */
  readonly of?: "user" | "conference";
  /** Its rows are canaries (canary.ts), nobody's data. */
  readonly isCanary?: true;
};

/** The primary key's columns, in order. */
export function keyNames(table: RowTable): readonly string[] {
  return table.columns.filter((column) => column.isKey).map((column) => column.name);
}

/** Every column in the order in which images carry them: the keys first, `home_pool` last. */
export function columnNames(table: RowTable): readonly string[] {
  return [...table.columns.map((column) => column.name), "home_pool"];
}
