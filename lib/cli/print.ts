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
