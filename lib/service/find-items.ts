import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { asFault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import { type Sought, soughtOf } from "#lib/domain/sought.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import type {
  Compared,
  CopySeen,
  FindQuestion,
  FindWhere,
  Found,
  FoundItem,
  ItemKind,
  Looked,
} from "#lib/ports/item-finder.ts";
import {
  checkCopy,
  compareFile,
  type DataSetCopy,
  type ReadingRoom,
  seeFile,
} from "#lib/stores/folder/compare-file.ts";
import { sightSearch } from "#lib/stores/folder/search-sight.ts";
import { storedSights } from "#lib/stores/sqlite/scan-list-search.ts";
import { findOwners, type RowOwner } from "#lib/stores/sqlite/user-store/find-rows.ts";
import { itemWaits, type KeyRange, keysOf, lastAckedPackage } from "#lib/stores/sqlite/user-store/item-waits.ts";
import { openReading } from "#lib/stores/sqlite/user-store/open-reading.ts";
import { readItem } from "#lib/stores/sqlite/user-store/read-item.ts";

/** A pool's stores as the ledger knows them, for who only reads. */
export type ReadingPlace = {
  readonly pool: PoolFqdn;
  readonly userDatabase: string;
  readonly files: string;
  readonly scanLists: Readonly<Record<string, string>>;
  readonly storeId: string;
  readonly storeEpoch: number;
};

export type FindOrder = { readonly question: FindQuestion; readonly places: readonly ReadingPlace[] };

/** So much content is read for one question, both copies together. */
const MOST_BYTES = 128 << 20;

/** Rows that are found by one name: all of a user, of a conference, or of a key in one table. */
type Group = { readonly module: ModuleName; readonly kind: ItemKind; readonly tables: readonly RowTable[] };

/** Something that fits, before both its copies are looked at. */
type Candidate = { readonly id: string; look(): FoundItem | null };
type Candidates = { readonly exact: Map<string, Candidate>; readonly alike: Map<string, Candidate> };

/** Finds items in the embedded stores: rows by their keys, content by what the looks saw, and tells both copies apart. */
export function findItems(
  { question, places }: FindOrder,
  now: () => number,
  registry = REGISTRY,
  mostBytes = MOST_BYTES,
): Found {
  const search = new Search(question, places, now, { left: mostBytes });
  try {
    for (const { face, tables, folders } of registry) {
      if (!question.modules.includes(face.name)) continue;
      for (const group of groupsOf(face.name, tables)) search.rows(group);
      for (const folder of folders) search.content(face.name, folder);
    }
    return search.found();
  } finally {
    search.close();
  }
}

function groupsOf(module: ModuleName, tables: readonly RowTable[]): readonly Group[] {
  const kinds = ["user", "conference"] as const;
  const owned = kinds.map((kind) => ({ module, kind, tables: tables.filter((table) => table.of === kind) }));
  const others = tables.filter((table) => table.of === undefined);
  return [
    ...owned.filter((group) => group.tables.length > 0),
    ...others.map((table) => ({ module, kind: "row" as const, tables: [table] })),
  ];
}

class Search {
  readonly #question: FindQuestion;
  readonly #places: ReadonlyMap<PoolFqdn, ReadingPlace>;
  readonly #now: () => number;
  readonly #sought: Sought;
  readonly #candidates: Candidates = { exact: new Map(), alike: new Map() };
  readonly #looked: Looked[] = [];
  readonly #databases = new Map<PoolFqdn, DatabaseSync | Error>();
  readonly #room: ReadingRoom;

  constructor(question: FindQuestion, places: readonly ReadingPlace[], now: () => number, room: ReadingRoom) {
    this.#room = room;
    this.#question = question;
    this.#places = new Map(places.map((place) => [place.pool, place]));
    this.#now = now;
    this.#sought = soughtOf(
      question.what,
      question.where.map(({ home }) => home),
    );
  }

  close(): void {
    for (const db of this.#databases.values()) if (!(db instanceof Error)) db.close();
  }

  found(): Found {
    const { exact, alike } = this.#candidates;
    const isExact = exact.size > 0;
    const fitting = [...(isExact ? exact : alike).values()];
    const items: FoundItem[] = [];
    let gone = 0;
    for (const candidate of fitting) {
      if (items.length >= this.#question.limit) break;
      const item = candidate.look();
      if (item === null) gone += 1;
      else items.push(item);
    }
    return { items, more: fitting.length - items.length - gone, isExact, looked: this.#looked };
  }

  /** Whom or what rows are of, wherever one of its copies is. */
  rows(group: Group): void {
    for (const pool of this.#pools()) {
      const db = this.#database(pool);
      this.#note(pool, group.module, db instanceof Error ? db : null);
      if (db instanceof Error) continue;
      const { exact, alike } = findOwners(db, group.tables, this.#sought);
      for (const owner of exact) this.#addRows("exact", group, owner);
      for (const owner of alike) this.#addRows("alike", group, owner);
    }
  }

  /** Files and folders by what the owner's looks saw, and by their whole path also where no look has seen them. */
  content(module: ModuleName, folder: string): void {
    const search = sightSearch(this.#sought.paths);
    for (const where of this.#question.where) {
      const add = (fit: keyof Candidates, path: string) => this.#addFile(fit, module, folder, where, path);
      const place = this.#isServed(where.home) ? this.#places.get(where.home) : undefined;
      if (place !== undefined) {
        this.#note(where.home, module, this.#lossOf(this.#copy(where.home, folder, where.home)));
        for (const { folder: at, sight } of storedSights(place.scanLists[folder] ?? "", where.home)) {
          const { exact, alike } = search(at, sight);
          for (const path of exact) add("exact", path);
          for (const path of alike) add("alike", path);
        }
      }
      for (const pool of [where.home, where.backup]) {
        const copy = this.#copy(pool, folder, where.home);
        if (copy === null || this.#lossOf(copy) !== null) continue;
        for (const path of this.#sought.paths) if (seeFile(copy, path).stat !== null) add("exact", path);
      }
    }
  }

  #addRows(fit: keyof Candidates, group: Group, owner: RowOwner): void {
    const where = this.#question.where.find(({ home }) => home === owner.home);
    if (where === undefined) return; // of a former partner: it has a page of its own
    const name = Buffer.from(owner.name);
    const id = [group.module, group.kind, group.tables[0]?.name, owner.home, name.toString("hex")].join(" ");
    this.#candidates[fit].set(id, { id, look: () => this.#lookAtRows(group, name, where) });
  }

  #addFile(fit: keyof Candidates, module: ModuleName, folder: string, where: FindWhere, path: string): void {
    const id = [module, where.home, path].join(" ");
    this.#candidates[fit].set(id, { id, look: () => this.#lookAtFile(module, folder, where, path) });
  }

  #lookAtRows({ module, kind, tables }: Group, name: Uint8Array, where: FindWhere): FoundItem | null {
    const read = (pool: PoolFqdn): CopySeen => {
      const db = this.#database(pool);
      if (db instanceof Error) return this.#unseen(pool, db);
      const face = readItem(db, tables, name, where.home);
      return face === null ? { is: "absent" } : { is: "present", ...face };
    };
    let own = read(where.home);
    let standby = read(where.backup);
    let compared: Compared | null = null;
    for (let tries = 0; compared === null && tries < 3; tries += 1) {
      const at = this.#now();
      standby = read(where.backup);
      const again = read(where.home);
      if (hashOf(again) === hashOf(own)) compared = comparedOf(own, standby, at);
      own = again;
    }
    if (own.is === "absent" && standby.is === "absent") return null; // it went away meanwhile
    return {
      module,
      kind,
      table: kind === "row" ? (tables[0]?.name ?? null) : null,
      name: Buffer.from(name).toString("utf8"),
      home: where.home,
      own,
      standby,
      compared: compared ?? { is: "not-compared", why: "restless" },
      ...this.#book(module, where, (db) =>
        keysOf(
          db,
          tables.map((table) => table.name),
          name,
        ),
      ),
    };
  }

  #lookAtFile(module: ModuleName, folder: string, where: FindWhere, path: string): FoundItem | null {
    const key = Buffer.from(path);
    const seen = this.#compareFile(folder, where, path);
    if (seen.own.is === "absent" && seen.standby.is === "absent") return null;
    const { isFolder, ...told } = seen;
    const book = this.#book(module, where, () => ({ tables: [CONTENT], from: key, to: key }));
    return { module, kind: isFolder ? "folder" : "file", table: null, name: path, home: where.home, ...told, ...book };
  }

  #compareFile(folder: string, { home, backup }: FindWhere, path: string) {
    const [own, standby] = [this.#copy(home, folder, home), this.#copy(backup, folder, home)];
    const [ownLoss, standbyLoss] = [this.#lossOf(own), this.#lossOf(standby)];
    if (own !== null && standby !== null && ownLoss === null && standbyLoss === null)
      return compareFile(own, standby, path, this.#room, this.#now);
    const look = (pool: PoolFqdn, copy: DataSetCopy | null, loss: Error | null) =>
      copy === null || loss !== null
        ? { copy: this.#unseen(pool, loss ?? new Error()), isFolder: false }
        : seeFile(copy, path);
    const [a, b] = [look(home, own, ownLoss), look(backup, standby, standbyLoss)];
    const compared = comparedOf(a.copy, b.copy, this.#now());
    return { own: a.copy, standby: b.copy, isFolder: a.isFolder || b.isFolder, compared };
  }

  /** What the owner's own book says of these items. */
  #book(module: ModuleName, { home, refused }: FindWhere, rangeIn: (db: DatabaseSync) => KeyRange) {
    const db = this.#database(home);
    if (db instanceof Error) return { waits: "unseen" as const, ackedPackage: null };
    return {
      waits: itemWaits(db, { pool: home, module, ...rangeIn(db), refused: refused[module] ?? [] }),
      ackedPackage: lastAckedPackage(db, module),
    };
  }

  #pools(): readonly PoolFqdn[] {
    const paired = this.#question.where.map(({ home }) => home);
    return paired.filter((pool) => this.#isServed(pool));
  }

  #isServed(pool: PoolFqdn): boolean {
    return this.#question.served.includes(pool);
  }

  #note(pool: PoolFqdn, module: ModuleName, problem: Error | null): void {
    if (this.#looked.some((one) => one.pool === pool && one.module === module)) return;
    this.#looked.push({ pool, module, problem: problem?.message ?? null });
  }

  #unseen(pool: PoolFqdn, why: Error): CopySeen {
    return this.#isServed(pool)
      ? { is: "unseen", why: "lost", sentence: why.message }
      : { is: "unseen", why: "elsewhere", sentence: null };
  }

  #database(pool: PoolFqdn): DatabaseSync | Error {
    let db = this.#databases.get(pool);
    if (db === undefined) {
      db = this.#isServed(pool) ? this.#open(pool) : new Error(`${pool} is run by another service.`);
      this.#databases.set(pool, db);
    }
    return db;
  }

  #open(pool: PoolFqdn): DatabaseSync | Error {
    const place = this.#places.get(pool);
    if (place === undefined) return new Error(`${pool} has no stores.`);
    try {
      return openReading(place.userDatabase, place);
    } catch (thrown) {
      return asFault(thrown);
    }
  }

  /** Null where another service serves it. */
  #copy(pool: PoolFqdn, folder: string, home: PoolFqdn): DataSetCopy | null {
    const place = this.#isServed(pool) ? this.#places.get(pool) : undefined;
    const dataSetId = this.#places.get(home)?.storeId ?? "";
    return place === undefined ? null : { ...place, root: place.files, folder, home, dataSetId };
  }

  #lossOf(copy: DataSetCopy | null): Error | null {
    if (copy === null) return null;
    try {
      checkCopy(copy);
      return null;
    } catch (thrown) {
      return asFault(thrown);
    }
  }
}

function hashOf(copy: CopySeen): string | null {
  return copy.is === "present" ? copy.sha256 : copy.is;
}

/** Rows by the hash of all of them; a copy that was not seen is never equal to anything. */
function comparedOf(own: CopySeen, standby: CopySeen, at: number): Compared {
  for (const copy of [own, standby]) if (copy.is === "unseen") return { is: "not-compared", why: copy.why };
  return { is: hashOf(own) === hashOf(standby) ? "equal" : "different", at };
}
