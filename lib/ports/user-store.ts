import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { HeldSet } from "#lib/domain/held.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { LossCounts } from "#lib/domain/loss.ts";
import type { Epoch, PackageId, PackageRef } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ItemName, Quarantine, Quarantined, Refusal, Skip } from "#lib/domain/quarantine.ts";
import type { ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Phase } from "./backup-module.ts";
import type { CmsDocuments } from "./cms-documents.ts";
import type { CompareDesk } from "./compare-desk.ts";
import type { RowReturns } from "./row-returns.ts";

/** A change that waits: the item of `table` with `key` is to be sent. */
export type PendingEntry = {
  /** Grows with each new entry of the pool; a cut-off is such a number. */
  readonly id: number;
  readonly table: string;
  readonly key: string;
  readonly firstAt: Instant;
};

export type NewEntry = {
  readonly table: string;
  readonly key: string;
  readonly bytes: number | null;
  /** It is sent again though a look found it as it was: it is not the other name of anything that is gone. */
  readonly isAsSeen?: boolean;
};

/** Counts of one lane's book, read at one moment. Canaries are in none of them. */
export type BookFacts = {
  readonly pendingItems: number;
  /** Of the pending: tombstones. */
  readonly goneItems: number;
  /** Of the tombstones: those that the guard holds back. */
  readonly heldItems: number;
  /** Of the pending and not gone: entries up to `mark`. */
  readonly upToMark: number;
  /** Of the tombstones that are not held: entries up to `mark`. */
  readonly goneUpToMark: number;
  /** Sum over pending entries; null when the size of one is unknown. */
  readonly pendingBytes: number | null;
  readonly inFlightItems: number;
  readonly unackedPackages: number;
  readonly unackedBytes: number;
  /** Over everything pending or in flight, changes that were not taken yet included. */
  readonly oldestChangeAt: Instant | null;
};

/** See LaneBook.guardFacts. */
export type GuardFacts = { readonly sent: number; readonly waiting: number; readonly held: number };

/** A package that is on its way, with what it weighs. */
export type BookedFlight = PackageRef & { readonly items: number; readonly bytes: number };

/** Where an import stands: the last package wholly applied, and the batches done of the one after it. */
export type ImportPosition = {
  readonly applied: PackageRef | null;
  readonly working: (PackageRef & { readonly batchesDone: number }) | null;
};

/**
 * Of deletions that wait, by their numbers, those whose item stands here as the partner's: "given" while the partner has not
 * told of it as its own, else "other". They are no losses of this pool.
 */
export type StillHere = (waiting: readonly PendingEntry[]) => Promise<ReadonlyMap<number, "given" | "other">>;

/**
 * One lane's book in the pool's own database (DESIGN 5): pending, flights, epochs and positions. Every method is one
 * durable transaction: it happened whole or not at all.
 */
export interface LaneBook {
  /** Adds entries or merges them with those that wait: the first time stays the earliest. */
  add(module: ModuleName, entries: readonly NewEntry[], at: Instant): Promise<void>;
  /** Entries whose item is gone at the source: tombstones. */
  addGone(module: ModuleName, entries: readonly NewEntry[], at: Instant): Promise<void>;
  /** The highest entry number given so far. */
  mark(): Promise<number>;
  /**
   * The oldest entries of a phase, up to `mark`, in the order of their numbers: images or tombstones that are not held.
   * With `tables`, of those alone.
   */
  next(
    module: ModuleName,
    phase: Phase,
    mark: number,
    limit: number,
    tables?: readonly string[],
  ): Promise<readonly PendingEntry[]>;
  /** Images become tombstones and the other way round; their number and first time stay. */
  setGone(module: ModuleName, ids: readonly number[], isGone: boolean): Promise<void>;
  /** Of changes that were not taken yet more than 20,000 are counted as they were recorded: twice changed, twice counted. */
  facts(module: ModuleName, tables: readonly string[], mark: number): Promise<BookFacts>;
  /**
   * What the partner is not known to have: pending, of these tables not taken yet, in flight, or among what it refused. Of
   * users and conferences each is counted once, however many of its rows wait. Exact, and of one moment between the call and
   * its end; of many entries that takes a while, in which others get on.
   */
  loss(module: ModuleName, tables: readonly string[], refused: readonly Quarantined[]): Promise<LossCounts>;
  /** Puts entries behind every cut-off so far, with their first time: they could not be read now. */
  postpone(module: ModuleName, ids: readonly number[]): Promise<void>;
  /** Forgets entries that nobody has to hear of. */
  drop(module: ModuleName, ids: readonly number[]): Promise<void>;
  /**
   * Moves the entries into the flight and remembers it as the last that was sent. `keep` are sent and stay pending as
   * changes of now: their item changed under the reader, and the partner gets what was before.
   */
  launch(
    module: ModuleName,
    flight: BookedFlight,
    ids: readonly number[],
    keep: readonly number[],
    at: Instant,
  ): Promise<void>;
  /** The last package that was ever launched; a partner that knows of a later one saw another past than this database. */
  lastSent(module: ModuleName): Promise<PackageId | null>;
  flights(module: ModuleName): Promise<readonly BookedFlight[]>;
  /** Clears exactly the entries that these flights carried, and remembers the last of them (DESIGN L1). One after the other. */
  clear(module: ModuleName, flights: readonly BookedFlight[]): Promise<void>;
  /** Everything in flight becomes pending again, with its first time (DESIGN L8). */
  returnFlights(module: ModuleName): Promise<number>;
  /** The standby may lack what it acknowledged before that was forgotten, and was not compared since. */
  isStandbyBehind(module: ModuleName): Promise<boolean>;
  setStandbyBehind(module: ModuleName, isBehind: boolean): Promise<void>;
  /** The last package that the partner acknowledged; null before the first or after `forgetAcked`. */
  lastAcked(module: ModuleName): Promise<PackageRef | null>;
  /** What the partner acknowledged is no matter any more: tombstones that were sent within 30 days wait again, of that moment. */
  forgetAcked(module: ModuleName, at: Instant): Promise<void>;
  knownEpoch(module: ModuleName): Promise<number>;
  rememberEpoch(module: ModuleName, epoch: Epoch): Promise<void>;
  /** The stamp of what looks added last; null before the first. It is given after it was added (ScanList.stamp). */
  lookStamp(module: ModuleName): Promise<string | null>;
  rememberLook(module: ModuleName, stamp: string): Promise<void>;
  /** The stamp of the standby's store that acks were for; null before any. Acks of another are void (DESIGN L9). */
  ackedBy(module: ModuleName): Promise<string | null>;
  rememberAckedBy(module: ModuleName, stamp: string): Promise<void>;
  /** True until the next look is told that all of the data set is to be sent: after a restore or an adoption. */
  isBaselineDue(module: ModuleName): Promise<boolean>;
  setBaselineDue(module: ModuleName, isDue: boolean): Promise<void>;
  /**
   * True when this database was adopted or restored, until `beginPast`: what it sent before is void, and that the partner or
   * the ledger know more of it than it does itself is no rewind.
   */
  isPastVoid(module: ModuleName): Promise<boolean>;
  /** Of an adopted database: the last package epoch that the ledger knew then. Null when that is not noted. */
  pastVoidUpTo(module: ModuleName): Promise<number | null>;
  voidPast(module: ModuleName): Promise<void>;
  /** Begins anew with an epoch that is higher than any that was known: what was sent before counts as sent before it. */
  beginPast(module: ModuleName, epoch: Epoch): Promise<void>;
  /** The request that restores `home`'s data set here; null when none does. */
  restoring(module: ModuleName, home: PoolFqdn): Promise<string | null>;
  setRestoring(module: ModuleName, home: PoolFqdn, requestId: string | null): Promise<void>;
  /** True when the last restore of it was for that request and has ended: told again, the request begins none. */
  isRestored(module: ModuleName, home: PoolFqdn, requestId: string): Promise<boolean>;
  /**
   * What was noted for that request before what stands there moves aside: its name in the trash, null for nothing that stands.
   * Null when nothing was noted. A name is noted for one module only.
   */
  movingAside(module: ModuleName, home: PoolFqdn, requestId: string): Promise<{ readonly name: string | null } | null>;
  noteMovingAside(module: ModuleName, home: PoolFqdn, requestId: string, name: string | null): Promise<void>;
  /** What came of the last return from that pool. `noteReturn` replaces it. */
  receipt(module: ModuleName, from: PoolFqdn): Promise<ReturnReceipt | null>;
  noteReturn(module: ModuleName, from: PoolFqdn, receipt: ReturnReceipt): Promise<void>;
  /**
   * Why items that come back from the partner are not wanted: the owner deleted them within 30 days, or a change or a deletion
   * of them is on its way (DESIGN L10, L11). Keys that are wanted are left out.
   */
  unwanted(
    module: ModuleName,
    table: string,
    keys: readonly string[],
    at: Instant,
  ): Promise<ReadonlyMap<string, "deleted-by-owner" | "in-flight">>;
  /** Deletions that the guard counts: sent since that moment, waiting, held. Renames and released ones are none. */
  guardFacts(module: ModuleName, since: Instant): Promise<GuardFacts>;
  /** Holds every deletion that waits and counts, and all that still come until there are none held. Returns how many. */
  hold(module: ModuleName): Promise<number>;
  heldSet(module: ModuleName): Promise<HeldSet | null>;
  /** Lets exactly that set go, and counts it no more; false when the set is another by now. */
  release(module: ModuleName, token: string): Promise<boolean>;
  /**
   * Forgets every held deletion, that it was ever sent, that an image of the item is on its way, and that the partner handed
   * the item over: it is contested, and its items come back (DESIGN L10). Returns how many. Of what is `stillHere` see `takeBack`.
   */
  contest(module: ModuleName, stillHere?: StillHere): Promise<number>;
  /** Of these items of files those below which deletions wait or are held; or are held alone. */
  aboveGone(
    module: ModuleName,
    table: string,
    keys: readonly string[],
    which: "gone" | "held",
  ): Promise<ReadonlySet<string>>;
  /**
   * In the order of their numbers, those after `after`: deletions that wait and count, or images that may be another name of
   * what is gone.
   */
  guarded(module: ModuleName, phase: Phase, after: number, limit: number): Promise<readonly PendingEntry[]>;
  /**
   * Forgets every deletion of these tables that waits and is not held, that it was ever sent, and that the partner handed the
   * item over. For a data set that is lost, when nothing of it is in flight: who removes a store removes what is in it first,
   * and no loss is a deletion (DESIGN L9). What is `stillHere` was handed over and stays known as sent: what is given waits as
   * an image, as which it is handed over once more; what the partner has told of as its own waits no longer.
   */
  takeBack(module: ModuleName, tables: readonly string[], stillHere?: StillHere): Promise<void>;
  /** These deletions are renames: the guard does not count them. Nor do the images again that explain them. */
  setRenamed(module: ModuleName, ids: readonly number[]): Promise<void>;
  position(module: ModuleName, from: PoolFqdn): Promise<ImportPosition>;
  setPosition(module: ModuleName, from: PoolFqdn, position: ImportPosition): Promise<void>;
  /**
   * What this pool refused of the lane from `from`; at most MOST_NAMED of them by name, the oldest first. Where there are more,
   * those are named that were not tried for longest: every one has its turn.
   */
  quarantine(module: ModuleName, from: PoolFqdn): Promise<Quarantine>;
  /**
   * From now on it is remembered which items of the module were acknowledged, for one compare at a time; it lasts no longer than
   * this handle. The word that comes back names the watch.
   */
  watch(module: ModuleName): Promise<string>;
  unwatch(module: ModuleName): Promise<void>;
  /**
   * Of these items those that the partner cannot be expected to hold as they are here: "held" by the guard; "changing": changed,
   * waiting, on its way, or acknowledged since `watch`. Null when nothing was watched under that name.
   */
  unsettled(
    module: ModuleName,
    watch: string,
    table: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, "changing" | "held"> | null>;
  /** All that this pool refused of the lane from `from`, by name: those after `after`, in the order of table and key. */
  refused(
    module: ModuleName,
    from: PoolFqdn,
    after: { readonly table: string; readonly key: string } | null,
    limit: number,
  ): Promise<readonly { readonly table: string; readonly key: string }[]>;
  /** The keys among these that are in quarantine, however many are. */
  held(module: ModuleName, from: PoolFqdn, table: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Records refusals and takes back those of items that are `settled`: applied or gone since. */
  judge(module: ModuleName, from: PoolFqdn, refused: readonly Refusal[], settled: readonly ItemName[]): Promise<void>;
  /** Since when a canary is missed that should have arrived; null while none is, or the two sides were compared since. */
  canaryMissedAt(module: ModuleName): Promise<Instant | null>;
  setCanaryMissed(module: ModuleName, at: Instant | null): Promise<void>;
  /** What a person skipped of what the partner of this pool's export refused. */
  skips(module: ModuleName): Promise<readonly Skip[]>;
  /** Remembers skips, each over one of before of the same item. */
  skip(module: ModuleName, skips: readonly Skip[]): Promise<void>;
  unskip(module: ModuleName, items: readonly ItemName[]): Promise<void>;
}

/** What a batch of rows is about: images of own rows, rows given to the partner, keys of rows that are no more. */
export type RowLotKind = "rows" | "rows-moved" | "rows-gone";

/**
 * Lines of one table as they travel (see package.ts): JSON arrays as bytes, each ended by a newline, so that nothing is
 * rounded or re-encoded on the way.
 */
export type RowLot = {
  readonly is: RowLotKind;
  readonly table: RowTable;
  readonly rows: number;
  readonly lines: Uint8Array;
  /** First time of the oldest change among them (ISO). */
  readonly oldestAt: string;
};

/** Entries of one table that follow each other among those that wait. */
export type WaitingRun = { readonly table: string; readonly ids: readonly number[] };

/**
 * Pending entries as their items are now. Of the ids that were asked for the first `taken` were read: at most
 * BATCH_BYTES of lines, one line at least. The lines are those of who asked alone.
 */
export type ReadRows = {
  readonly lots: readonly (RowLot & { readonly ids: readonly number[] })[];
  /** Asked for as images: no such row, or one that the partner made itself. */
  readonly gone: readonly number[];
  /** Asked for as tombstones: the row is there. */
  readonly back: readonly number[];
  readonly taken: number;
};

export type BatchPlace = { readonly module: ModuleName; readonly from: PoolFqdn; readonly position: ImportPosition };

/** The replicated rows of a pool's user database. Own and standby rows share the tables and differ in home_pool alone. */
export interface RowStore extends RowReturns {
  /**
   * Moves recorded changes of own rows into the book and forgets those of others. Sees everything committed before it was
   * called (DESIGN L6), or as much as fits into `strides` short transactions. Awaits `getsOn` after each and gives others
   * a turn. Never between `read` and `launch` of the module's entries: a change taken then would leave with an image that
   * was read before it.
   */
  takeChanges(
    module: ModuleName,
    tables: readonly RowTable[],
    getsOn: () => void | Promise<void>,
    strides?: number,
  ): Promise<void>;
  /** How many rows this pool owns in these tables, counted up to `enough`. */
  count(tables: readonly RowTable[], enough: number): Promise<number>;
  /** Every row of this pool's own data set becomes pending. In short transactions too. */
  addAll(module: ModuleName, tables: readonly RowTable[], at: Instant, getsOn: () => void): Promise<void>;
  /** `LaneBook.next` for these tables by numbers alone, for who goes on to `read`. */
  waiting(
    module: ModuleName,
    phase: Phase,
    mark: number,
    limit: number,
    tables: readonly Pick<RowTable, "name">[],
  ): Promise<readonly WaitingRun[]>;
  /**
   * Reads what these pending entries of one table stand for. An image is of the row if this pool owns it now, or the
   * partner to whom it was moved; a tombstone is proved by the row's absence. At most BATCH_ITEMS ids.
   */
  read(table: RowTable, phase: Phase, ids: readonly number[]): Promise<ReadRows>;
  /** Of these pending entries of one table, those of whose key there is no row, whoever's. At most BATCH_ITEMS ids. */
  absent(table: RowTable, ids: readonly number[]): Promise<readonly number[]>;
  /**
   * Applies lots of `home`'s rows and the position in one transaction, marked as import, so that they are no changes.
   * - Images are written where `home` owns the row or there is none; rows that are identical stay untouched.
   * - A row handed over becomes this pool's own and is a change of this pool; told again it has no second effect.
   * - Tombstones delete what `home` owns here; the deleted image goes to the trash.
   * What another owner or the database's own rules keep out is quarantined, "ownership-conflict" or "bad-data", and the
   * rest goes on; what is applied or gone leaves the quarantine. Faults and writes nothing with "package-damaged" when a
   * line is not what its lot says (DESIGN L2), and with "too-many-quarantined" when the package brings more than
   * MOST_QUARANTINED_A_PACKAGE. The lots' lines are the store's from then on: who gave them reads them no more.
   */
  apply(home: PoolFqdn, lots: readonly RowLot[], place: BatchPlace): Promise<void>;
  /** False when a trigger that records changes is missing, altered or silenced, or was away in between. */
  isCaptureIntact(): Promise<boolean>;
  /**
   * Installs the triggers anew and remembers that changes may have been missed since the last look, by every module of rows.
   * `module` sends everything anew by itself; for the others that becomes due.
   */
  repairCapture(module: ModuleName, at: Instant): Promise<void>;
  /** When capture was found off; deletions since the look before may be unknown. Null when it never was, or that is settled. */
  captureGapAt(module: ModuleName): Promise<Instant | null>;
  /** What was missed of the module is known: this side and its standby were made the same since. */
  closeGap(module: ModuleName): Promise<void>;
  /**
   * Moves every own row of these tables to the trash, for the restore of this pool's data set that the book notes for
   * `requestId`, and once for it: called again after it was done it does nothing, and after it was cut off in the middle it
   * leaves alone what was written since it first began. Until it is done no changes are taken. In short transactions, and no change.
   */
  emptyOwn(
    module: ModuleName,
    tables: readonly RowTable[],
    requestId: string,
    at: Instant,
    getsOn: () => void,
  ): Promise<void>;
  /** The number of `home`'s canary in that table; 0 where none stands. */
  canary(table: RowTable, home: PoolFqdn): Promise<number>;
  /** Writes this pool's own canary as any program would: the triggers record it. */
  writeCanary(table: RowTable, number: number, at: Instant): Promise<void>;
  /** Changes whenever another program has committed; a cheap question. */
  version(): number;
}

/** A pool's user database. */
export interface UserStore {
  readonly pool: PoolFqdn;
  /** Whose standby rows are here. */
  readonly partner: PoolFqdn;
  readonly book: LaneBook;
  readonly rows: RowStore;
  readonly documents: CmsDocuments;
  /** Faults with "store-lost" unless the database at its place is the one that was opened and carries its store id. */
  check(): Promise<void>;
  /** An empty desk to compare an inventory on, out of the way of the database itself. */
  openDesk(): CompareDesk;
  close(): void;
}
