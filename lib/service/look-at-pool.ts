import { dirname } from "node:path";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LargestFile, PoolSight, Room, Seen } from "#lib/domain/pool-sight.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import { largestInSight } from "#lib/stores/folder/largest-in-sight.ts";
import { lookAtStore, notChecked, roomAt, seen } from "#lib/stores/folder/look-at-store.ts";
import type { FileStoreIdentity } from "#lib/stores/folder/make-file-store.ts";
import { storedSights } from "#lib/stores/sqlite/scan-list-search.ts";
import type { UserStoreIdentity } from "#lib/stores/sqlite/user-store/connect.ts";
import { checkDatabaseRights, DatabaseLook } from "#lib/stores/sqlite/user-store/look-at-database.ts";
import { seeWords } from "#lib/transports/folder/see-words.ts";

/** Where a pool's stores lie and what they have to be, by the ledger. */
export type PoolLookOrder = {
  readonly files: string;
  readonly userDatabase: string;
  readonly dataFolder: string;
  readonly content: FileStoreIdentity;
  readonly rows: UserStoreIdentity;
  readonly partner: PoolFqdn | null;
};

/** Looks at the embedded stores of a pool, part by part: what is ill in one keeps nothing of the others from being told. */
export function lookAtPool(order: PoolLookOrder, now: () => number, registry = REGISTRY): PoolSight {
  const { files: root, userDatabase, dataFolder, content, rows, partner } = order;
  const opened = seen(now, () => new DatabaseLook(userDatabase, rows));
  const db = opened.is === "seen" ? opened.value : null;
  try {
    const tables = registry.flatMap((entry) => entry.tables);
    const versions = inDatabase(db, now, (look) => look.versions());
    const isNewer = versions.is === "seen" && versions.value.database > versions.value.ours;
    const known = isNewer ? null : db;
    const store = lookAtStore({ root, identity: content, isRestoring: restoringIn(known, registry), now });
    return {
      ...store,
      database:
        opened.is === "unseen"
          ? opened
          : seen(
              now,
              done(() => opened.value.checkEpoch()),
            ),
      databaseRights: seen(
        now,
        done(() => checkDatabaseRights(userDatabase)),
      ),
      capture: inDatabase(known, now, (look) => done(() => look.checkCapture(tables))()),
      versions,
      rooms: [
        { what: "file store", path: root, room: fileRoom(root, store.fileStore, now) },
        { what: "folder of the user database", path: dirname(userDatabase), room: roomAt(dirname(userDatabase), now) },
        { what: "data folder", path: dataFolder, room: roomAt(dataFolder, now) },
      ],
      words: wordsIn(root, partner, store.fileClock, now, registry),
    };
  } finally {
    db?.close();
  }
}

export type LargestFileOrder = { readonly pool: PoolFqdn; readonly scanLists: readonly string[] };

/** Goes through all that the looks have seen of a pool's own content. */
export function largestFileOf({ pool, scanLists }: LargestFileOrder, now: () => number): Seen<LargestFile> {
  return seen(now, () => {
    let largest: LargestFile = null;
    for (const list of scanLists)
      for (const { folder, sight } of storedSights(list, pool)) largest = largestInSight(largest, folder, sight);
    return largest;
  });
}

/** A look that ended without a fault has nothing more to tell. */
function done(look: () => void): () => null {
  return () => {
    look();
    return null;
  };
}

function inDatabase<T>(db: DatabaseLook | null, now: () => number, look: (db: DatabaseLook) => T): Seen<T> {
  return db === null ? notChecked(now, "The user database could not be looked into.") : seen(now, () => look(db));
}

/** What the book says of data sets that are being restored; none where it cannot be read. */
function restoringIn(db: DatabaseLook | null, registry: typeof REGISTRY) {
  const byFolder = new Map<string, ReadonlySet<PoolFqdn>>();
  for (const { face, folders } of registry) {
    const homes = seen(
      () => 0,
      () => db?.restoring(face.name) ?? new Set<PoolFqdn>(),
    );
    for (const folder of folders) byFolder.set(folder, homes.is === "seen" ? homes.value : new Set());
  }
  return (folder: string, home: PoolFqdn) => byFolder.get(folder)?.has(home) ?? false;
}

/** What is free where the store ought to be is no answer: it may be the disk beneath a mount that is away. */
function fileRoom(root: string, fileStore: PoolSight["fileStore"], now: () => number): Seen<Room> {
  if (fileStore.is === "seen") return roomAt(root, now);
  return notChecked(now, "It was not asked: the file store is not known to be the right one.");
}

function wordsIn(
  root: string,
  partner: PoolFqdn | null,
  clock: Seen<number>,
  now: () => number,
  registry: typeof REGISTRY,
): PoolSight["words"] {
  if (partner === null) return notChecked(now, "The pool has no partner.");
  if (clock.is === "unseen")
    return notChecked(now, "The partner's clock is read by the file server's, which is not known.");
  const modules = registry.map(({ face }) => face.name);
  return seen(now, () => seeWords({ root, partner, modules, serverAheadMs: clock.value }));
}

/** All that a look finds of a pool whose stores do not answer. */
export function unansweredSight(now: () => number, sentence: string): PoolSight {
  const none = notChecked(now, sentence);
  const fault = seen<null>(now, () => {
    throw new Fault("store-unreachable", sentence);
  });
  return {
    fileStore: fault,
    content: none,
    writing: none,
    contentRights: none,
    database: none,
    databaseRights: none,
    capture: none,
    versions: none,
    rooms: [{ what: "file store", path: "", room: none }],
    fileClock: none,
    words: none,
  };
}
