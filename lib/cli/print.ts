/** What is printed where there is nothing to tell. */
const NONE = "-";

const shown = (value: unknown) => (value === null || value === undefined || value === "" ? NONE : String(value));

/** `Name : value`, one a line, the colons below each other. */
export function list(fields: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => `${name.padEnd(width)} : ${shown(value)}`)
    .join("\n");
}

/** Columns with their names underlined; the names are those of the first row. */
export function table(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => shown(row[name])));
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [names, names.map((name) => "-".repeat(name.length)), ...cells].map(line).join("\n");
}
