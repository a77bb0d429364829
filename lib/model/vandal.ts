import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Misfortune } from "./twin/misfortune.ts";

const MARKER = ".pairkeeper-store";
const ELSEWHERE = '{"pairkeeper":"data set","homePool":"elsewhere.test","dataSetId":"x"}\n';

/** Spoils a pool's stores for good. */
export class Vandal {
  readonly #folder: string;
  readonly #pool: string;
  readonly #partner: string;
  #away = 0;

  constructor(dataFolder: string, pool: string, partner: string) {
    this.#folder = join(dataFolder, "pools", pool);
    this.#pool = pool;
    this.#partner = partner;
  }

  get database(): string {
    return join(this.#folder, "user.db");
  }

  /** To what lies there under everybody's hands. False when there is nothing to spoil, or no way to. */
  spoil(what: Misfortune): boolean {
    const content = this.#content(this.#pool);
    const standby = this.#content(this.#partner);
    if (what === "standby-files") return this.#rot(standby);
    if (what === "standby-rows") return this.#rotRows();
    if (what === "content-folder") rmSync(content, { recursive: true, force: true });
    else if (what === "content-all") this.#empty(content);
    else if (what === "content-marker") rmSync(join(content, MARKER), { force: true });
    else if (what === "standby-folder") rmSync(standby, { recursive: true, force: true });
    else if (what === "standby-marker") rmSync(join(standby, MARKER), { force: true });
    else if (what === "foreign-content") this.#replace(content);
    else if (what === "root-moved") this.#unmount();
    return true;
  }

  /** The database goes, and another one comes when there is any; to be called while nobody has it open. */
  replaceDatabase(by: string | null): void {
    for (const tail of ["", "-wal", "-shm"]) rmSync(this.database + tail, { force: true });
    if (by !== null) renameSync(by, this.database);
  }

  #content(home: string): string {
    return join(this.#folder, "files", "DataConf", home);
  }

  #empty(folder: string): void {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder, { encoding: "buffer" })) {
      rmSync(Buffer.concat([Buffer.from(`${folder}/`), name]), { recursive: true });
    }
  }

  /** One file is gone, and a bit of another one is another bit, with all that a listing tells as it was. */
  #rot(folder: string): boolean {
    if (!existsSync(folder)) return false;
    const all = readdirSync(folder, { encoding: "buffer" }).map((name) =>
      Buffer.concat([Buffer.from(`${folder}/`), name]),
    );
    const [gone, rotten] = all
      .filter((path) => lstatSync(path).isFile() && !path.toString().endsWith(MARKER))
      .sort(Buffer.compare);
    if (gone === undefined) return false;
    rmSync(gone);
    if (rotten === undefined) return true;
    const { atime, mtime } = lstatSync(rotten);
    const bytes = readFileSync(rotten);
    if (bytes.length > 0) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(rotten, bytes);
    utimesSync(rotten, atime, mtime);
    return true;
  }

  /** The same to rows, past all triggers. */
  #rotRows(): boolean {
    if (!existsSync(this.database)) return false;
    const database = new DatabaseSync(this.database, { timeout: 0 });
    try {
      database.exec("BEGIN IMMEDIATE; INSERT INTO importing (id) VALUES (1)");
      for (const [table, key] of [
        ["users", "sip_uri"],
        ["conferences", "conference_id"],
        ["presence", "sip_uri"],
      ]) {
        const first = `(SELECT min(${key}) FROM ${table} WHERE home_pool = ?)`;
        database
          .prepare(`DELETE FROM ${table} WHERE home_pool = ? AND ${key} = ${first}`)
          .run(this.#partner, this.#partner);
      }
      database.prepare("UPDATE contacts SET display_name = 'rotten' WHERE home_pool = ?").run(this.#partner);
      database.exec("DELETE FROM importing; COMMIT");
      return true;
    } catch (thrown) {
      if (database.isTransaction) database.exec("ROLLBACK");
      if (thrown instanceof Error && "errcode" in thrown && (Number(thrown.errcode) & 0xff) === 5) return false; // busy
      throw thrown;
    } finally {
      database.close();
    }
  }

  #replace(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(join(folder, MARKER), ELSEWHERE);
    const time = new Date(Date.UTC(2025, 0, 1)); // whole, as that of every file here
    for (const name of ["strange", "a.txt"]) {
      writeFileSync(join(folder, name), `${name} of another store`);
      utimesSync(join(folder, name), time, time);
    }
  }

  /** An empty folder where a file system was mounted. */
  #unmount(): void {
    this.#away += 1;
    renameSync(join(this.#folder, "files"), join(this.#folder, `files.away-${this.#away}`));
    mkdirSync(join(this.#folder, "files"));
  }
}
