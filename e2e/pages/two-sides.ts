import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const TABLES = ["users", "contact_groups", "contacts", "presence", "conferences", "conference_directories"];

/** Where a pool's stores lie: the contract with other programs. */
export const userDatabase = (dataFolder: string, pool: string) => join(dataFolder, "pools", pool, "user.db");
export const contentOf = (dataFolder: string, pool: string, home: string) =>
  join(dataFolder, "pools", pool, "files", "DataConf", home);

function rowsOf(dataFolder: string, pool: string, home: string): string[] {
  const client = new DatabaseSync(userDatabase(dataFolder, pool), { readOnly: true, timeout: 10_000 });
  try {
    return TABLES.flatMap((table) =>
      client
        .prepare(
          `SELECT * FROM ${table} WHERE home_pool = ? ORDER BY 1, 2, 3`.replace(/ORDER.*/, orderOf(client, table)),
        )
        .all(home)
        .map((row) => `${table} ${JSON.stringify(row)}`),
    );
  } finally {
    client.close();
  }
}

function orderOf(client: DatabaseSync, table: string): string {
  const keys = client.prepare(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`).all();
  return `ORDER BY ${keys.map(({ name }) => String(name)).join(", ")}`;
}

function filesOf(folder: string, at = ""): string[] {
  return readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name);
    if (path === ".pairkeeper-store" || (!entry.isFile() && !entry.isDirectory())) return [];
    const { mode, mtimeMs } = lstatSync(join(folder, path));
    const rights = (mode & 0o777).toString(8);
    if (entry.isDirectory()) return [`${path}/ ${rights}`, ...filesOf(folder, path)];
    const content = createHash("sha256")
      .update(readFileSync(join(folder, path)))
      .digest("hex");
    return [`${path} ${rights} ${Math.floor(mtimeMs)} ${content}`];
  });
}

function apart(a: readonly string[], b: readonly string[]): string[] {
  const [left, right] = [new Set(a), new Set(b)];
  return [...a.filter((one) => !right.has(one)), ...b.filter((one) => !left.has(one)).map((one) => `standby: ${one}`)];
}

/** What differs between `home`'s rows on it and on its partner. */
export function rowsApart(dataFolder: string, home: string, partner: string): string[] {
  return apart(rowsOf(dataFolder, home, home), rowsOf(dataFolder, partner, home));
}

/** The same of its files and folders. */
export function filesApart(dataFolder: string, home: string, partner: string): string[] {
  return apart(filesOf(contentOf(dataFolder, home, home)), filesOf(contentOf(dataFolder, partner, home)));
}

/** Every file and folder of `home` that stands on `pool`, with all that travels of it. */
export function filesOn(dataFolder: string, pool: string, home: string): string[] {
  return filesOf(contentOf(dataFolder, pool, home));
}
