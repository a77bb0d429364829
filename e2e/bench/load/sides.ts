import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { poolPlaces } from "#lib/service/pool-places.ts";

/** What of `home` the partner has, and what is not yet known to have come. */
export type Progress = { readonly waiting: number; readonly users: number; readonly files: number };

/** One direction of a pair, as other programs see it in both pools' stores. */
export class Side {
  readonly #home: PoolFqdn;
  readonly #own: DatabaseSync;
  readonly #contents: { readonly own: string; readonly standby: string };
  readonly #standbyUsers: DatabaseSync;

  constructor(data: string, home: PoolFqdn, partner: PoolFqdn) {
    this.#home = home;
    this.#own = new DatabaseSync(poolPlaces(data, home).userDatabase, { readOnly: true, timeout: 30_000 });
    this.#standbyUsers = new DatabaseSync(poolPlaces(data, partner).userDatabase, { readOnly: true, timeout: 30_000 });
    const content = (pool: PoolFqdn) => join(poolPlaces(data, pool).files, "DataConf", home);
    this.#contents = { own: content(home), standby: content(partner) };
  }

  progress(): Progress {
    const waiting = `SELECT (SELECT count(*) FROM changes) + (SELECT count(*) FROM pending) + (SELECT count(*) FROM flights) AS n`;
    return {
      waiting: Number(this.#own.prepare(waiting).get()?.n),
      users: Number(
        this.#standbyUsers.prepare("SELECT count(*) AS n FROM users WHERE home_pool = ?").get(this.#home)?.n,
      ),
      files: readdirSync(this.#contents.standby).reduce(
        (sum, folder) => sum + filesIn(this.#contents.standby, folder),
        0,
      ),
    };
  }

  /** How many users and files differ between the two sides. */
  apart(): number {
    return this.#usersApart() + filesApart(this.#contents.own, this.#contents.standby);
  }

  close(): void {
    this.#own.close();
    this.#standbyUsers.close();
  }

  #usersApart(): number {
    const all = "SELECT * FROM users WHERE home_pool = ? ORDER BY sip_uri";
    const standby = this.#standbyUsers.prepare(all).iterate(this.#home);
    let apart = 0;
    for (const row of this.#own.prepare(all).iterate(this.#home)) {
      const other = standby.next();
      if (JSON.stringify(row) !== JSON.stringify(other.value)) apart += 1;
    }
    return apart + (standby.next().done ? 0 : 1);
  }
}

function filesIn(content: string, folder: string): number {
  return folder.startsWith(".") ? 0 : readdirSync(join(content, folder)).length;
}

function filesApart(own: string, standby: string): number {
  const folders = readdirSync(own).filter((name) => !name.startsWith("."));
  const more = readdirSync(standby).filter((name) => !name.startsWith(".")).length - folders.length;
  return folders.reduce((sum, folder) => sum + folderApart(join(own, folder), join(standby, folder)), Math.abs(more));
}

function folderApart(own: string, standby: string): number {
  const [ours, theirs] = [own, standby].map(
    (folder) => new Map(namesIn(folder).map((name) => [name, face(join(folder, name))])),
  );
  const differing = [...(ours ?? [])].filter(([name, is]) => theirs?.get(name) !== is).length;
  return differing + Math.max(0, (theirs?.size ?? 0) - (ours?.size ?? 0));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not there yet
  }
}

/** What shows that it is the same: the client gives each new content of a file another time. */
function face(path: string): string {
  const { size, mtimeMs } = lstatSync(path);
  return `${size} ${Math.floor(mtimeMs)}`;
}
