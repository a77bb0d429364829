import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { insertUsers } from "../rows/insert-users.ts";

const FILES_A_FOLDER = 1_000;
const USERS_A_BURST = 1_000;
const FILES_A_BURST = 1_000;
/** So much of what is there changes with each burst. */
const CHANGES_A_BURST = 50;
/** A file of long ago holds still; those that change while others look do not. */
const LONG_AGO = new Date("2026-01-01T00:00:00Z");

/** A pool's own stores, and which pool it is. An address is one pool's alone: its users are numbered from `firstUser` on. */
export type Place = {
  readonly home: string;
  readonly firstUser: number;
  readonly userDatabase: string;
  readonly content: string;
};

/** Another program that fills a pool with users and files, and changes what is there already. */
export class Client {
  readonly #place: Place;
  readonly #total: number;
  #users = 0;
  #files = 0;
  #round = 0;

  /** `total`: so many users, and so many files. */
  constructor(place: Place, total: number) {
    this.#place = place;
    this.#total = total;
  }

  get isDone(): boolean {
    return this.#users >= this.#total && this.#files >= this.#total;
  }

  /** Adds users and files until there are so many of each. */
  fill(upTo: number): void {
    this.#addUsers(Math.max(0, upTo - this.#users));
    while (this.#files < upTo) this.#addFile();
  }

  /** A burst of new users and files, and changes to some that were there. */
  burst(): void {
    this.#addUsers(Math.min(USERS_A_BURST, this.#total - this.#users));
    for (let n = Math.min(FILES_A_BURST, this.#total - this.#files); n > 0; n--) this.#addFile();
    this.change();
  }

  /** Some of the users and files that are there get something else. */
  change(): void {
    this.#round += 1;
    const { userDatabase, home, firstUser } = this.#place;
    const db = new DatabaseSync(userDatabase, { timeout: 30_000 });
    const rename = db.prepare("update users set display_name = ? where sip_uri = ? and home_pool = ?");
    db.exec("begin immediate");
    for (const at of this.#some(this.#users))
      rename.run(`Renamed ${this.#round}`, `sip:user${String(firstUser + at).padStart(8, "0")}@example.com`, home);
    db.exec("commit");
    db.close();
    for (const at of this.#some(this.#files)) writeFileSync(this.#file(at), `changed ${this.#round} ${at}`);
  }

  /** Numbers below `count`, spread over all of them, others in each round. */
  #some(count: number): number[] {
    const step = Math.max(1, Math.floor(count / CHANGES_A_BURST));
    return Array.from({ length: CHANGES_A_BURST }, (_, n) => (n * step + this.#round * 7) % Math.max(1, count));
  }

  #addUsers(count: number): void {
    const { userDatabase, home, firstUser } = this.#place;
    insertUsers(userDatabase, home, count, firstUser + this.#users);
    this.#users += count;
  }

  #addFile(): void {
    const at = this.#files;
    if (at % FILES_A_FOLDER === 0) mkdirSync(this.#folder(at), { recursive: true });
    writeFileSync(this.#file(at), `content ${at} of ${this.#place.home}`);
    utimesSync(this.#file(at), LONG_AGO, LONG_AGO);
    this.#files += 1;
  }

  #folder(at: number): string {
    return join(this.#place.content, `folder-${Math.floor(at / FILES_A_FOLDER)}`);
  }

  #file(at: number): string {
    return join(this.#folder(at), `meeting-${String(at).padStart(8, "0")}.txt`);
  }
}
