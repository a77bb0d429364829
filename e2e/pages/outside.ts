import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** SQL by a client that shares no code with us: the `sqlite3` program, else another process with Node's own SQLite. */
export function foreignSql(database: string, sql: string): string {
  try {
    return execFileSync("sqlite3", ["-cmd", ".timeout 10000", database, sql], { encoding: "utf8" }).trim();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const program = `
    import { DatabaseSync } from "node:sqlite";
    const database = new DatabaseSync(process.argv[1], { timeout: 10000 });
    const rows = database.prepare(process.argv[2]).all();
    console.log(rows.map((row) => Object.values(row).join("|")).join("\\n"));`;
  const args = ["--no-warnings", "--input-type=module", "--eval", program, database, sql];
  return execFileSync(process.execPath, args, { encoding: "utf8" }).trim();
}

/** A pool's stores as other programs on the machine see them. */
export function poolFromOutside(dataFolder: string, pool: string) {
  const folder = join(dataFolder, "pools", pool);
  const database = join(folder, "user.db");
  const content = (home: string, name: string) => join(folder, "files", "DataConf", home, name);
  return {
    /** One user of this pool, written by a foreign client. */
    writeUser(sipUri: string) {
      foreignSql(
        database,
        `INSERT INTO users(sip_uri, display_name, enabled, settings, updated_at, home_pool)
         VALUES('${sipUri}', 'A user', 1, '{}', '2026-01-01T00:00:00Z', '${pool}')`,
      );
    },
    hasUser: (sipUri: string, home: string) =>
      foreignSql(database, `SELECT home_pool FROM users WHERE sip_uri = '${sipUri}'`) === home,
    deleteUser(sipUri: string) {
      foreignSql(database, `DELETE FROM users WHERE sip_uri = '${sipUri}'`);
    },
    /** From now on the database refuses this user, for what is in the row. */
    refuseUser(sipUri: string) {
      foreignSql(
        database,
        `CREATE TRIGGER refuse_one BEFORE INSERT ON users WHEN new.sip_uri = '${sipUri}'
         BEGIN SELECT raise(abort, 'Nobody of that name.'); END`,
      );
    },
    /** From now on what is written of this user does not come into the table, and nobody is told. */
    dropSilently(sipUri: string) {
      for (const change of ["INSERT", "UPDATE"])
        foreignSql(
          database,
          `CREATE TRIGGER drop_${change} BEFORE ${change} ON users WHEN new.sip_uri = '${sipUri}'
           BEGIN SELECT raise(ignore); END`,
        );
    },
    dropNoMore() {
      for (const change of ["INSERT", "UPDATE"]) foreignSql(database, `DROP TRIGGER drop_${change}`);
    },
    /** The documents of the Central Management store that stand here, each as `name|master epoch|version|content`. */
    documents: () => foreignSql(database, "SELECT * FROM cms_documents ORDER BY name").split("\n").filter(Boolean),
    /** A document that no service of ours published. */
    writeDocument(name: string) {
      foreignSql(database, `INSERT INTO cms_documents VALUES('${name}', 1, 1, '{}')`);
    },
    deleteDocument(name: string) {
      foreignSql(database, `DELETE FROM cms_documents WHERE name = '${name}'`);
    },
    /** One file of this pool's own content, copied by `cp`. */
    copyFile: (source: string, name: string) => execFileSync("cp", [source, content(pool, name)]),
    makeFolder: (name: string) => mkdirSync(content(pool, name)),
    deleteFolder: (name: string) => rmdirSync(content(pool, name)),
    hasFolder: (home: string, name: string) => existsSync(content(home, name)),
    hasFile(source: string, home: string, name: string) {
      const path = content(home, name);
      const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
      return isFile && readFileSync(path).equals(readFileSync(source));
    },
  };
}
