/** What is printed where there is nothing to tell. */
const NONE = "-";

const shown = (value: unknown) =>
  value === null || value === undefined || value === "" ? NONE : String(value).replace(/\p{Cc}/gu, escaped);

/** A name of somebody's file makes no line and moves no cursor. */
const escaped = (control: string) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** `Name : value`, one a line, the colons below each other. */
export function list(fields: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => `${name.padEnd(width)} : ${shown(value)}`)
    .join("\n");
}

/** Columns below their names, a row a line, as the original's tables; nothing for no rows. */
export function table(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => shown(row[name])));
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join(" ")
      .trimEnd();
  if (rows.length === 0) return "";
  return [names, names.map((name) => "-".repeat(name.length)), ...cells].map(line).join("\n");
}
