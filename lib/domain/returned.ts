/** Where an item that travels comes from: its home's own data set, the standby of it, or the trash of the standby. */
export const SOURCES = ["home", "standby", "trash"] as const;
export type Source = (typeof SOURCES)[number];

const PREFIX: Readonly<Record<Exclude<Source, "home">, string>> = { standby: "returned/", trash: "trash/" };

/** The name under which items of `table` that go back to their home stand in the book, apart from this pool's own. */
export function bookTable(source: Source, table: string): string {
  return source === "home" ? table : `${PREFIX[source]}${table}`;
}

/** The source and table behind a name of the book. */
export function ofBookTable(name: string): { readonly source: Source; readonly table: string } {
  for (const source of ["standby", "trash"] as const) {
    if (name.startsWith(PREFIX[source])) return { source, table: name.slice(PREFIX[source].length) };
  }
  return { source: "home", table: name };
}
