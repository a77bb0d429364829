import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

  /** To what lies in the file store, under everybody's hands. */
  spoil(what: Misfortune): void {
    const content = this.#content(this.#pool);
    const standby = this.#content(this.#partner);
    if (what === "content-folder") rmSync(content, { recursive: true, force: true });
    else if (what === "content-all") this.#empty(content);
    else if (what === "content-marker") rmSync(join(content, MARKER), { force: true });
    else if (what === "standby-folder") rmSync(standby, { recursive: true, force: true });
    else if (what === "standby-marker") rmSync(join(standby, MARKER), { force: true });
    else if (what === "foreign-content") this.#replace(content);
    else if (what === "root-moved") this.#unmount();
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
