import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { Difference, ItemKey, Reading } from "#lib/domain/compare.ts";
import type { Missed } from "#lib/domain/evidence.ts";
import type { Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Authority, Compared, InventoryItem, InventoryPages } from "#lib/domain/inventory.ts";
import type { Batch, PartFace } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { GivenBack } from "#lib/domain/return-receipt.ts";
import type { Source } from "#lib/domain/returned.ts";
import type { DataSetState } from "#lib/domain/store-state.ts";
import type { Received, Staging } from "./transport.ts";
import type { ImportPosition } from "./user-store.ts";

/** What came of a look at the source (DESIGN L6). */
export type Look = {
  /** The cut-off: everything that had changed by then is pending now, when the look is closed. */
  readonly at: Instant;
  readonly closed: boolean;
  /** Why deletions may have been missed before this look; null when none were. */
  readonly missed: Missed | null;
  readonly ignoredItems: number | null;
  /** Items went on going while it was looked: what began may be the removal of everything. */
  readonly isShrinking: boolean;
  /** What could not be looked at; the rest was. */
  readonly fault: Fault | null;
};

/** Images go first; tombstones leave when those are acked (DESIGN L10). */
export type Phase = "images" | "tombstones";

/**
 * What went into a package. Entry numbers: `sent` leave the book, `kept` were sent and stay; `gone` turned out to have no
 * item any more: tombstones from now on. `back` are tombstones whose item is there again: images from now on. `void` ones
 * leave the book unsent: nobody has to hear of them. `unreadable` ones stay for another time, be it that they cannot be
 * read or that their absence cannot be proved (DESIGN L6), and `fault` says why the first of them.
 * `blocked` ones wait for deletions that go before them.
 */
export type Packed = {
  readonly batches: readonly Batch[];
  readonly parts: readonly PartFace[];
  readonly sent: readonly number[];
  readonly kept: readonly number[];
  readonly gone: readonly number[];
  readonly back: readonly number[];
  readonly void: readonly number[];
  readonly unreadable: { readonly ids: readonly number[]; readonly fault: Fault | null };
  readonly blocked?: readonly number[];
  readonly bytes: number;
  /** Whose items they are, and from where; one package never mixes two. */
  readonly dataSet: PoolFqdn;
  readonly source: Source;
  /** It carries a canary and nothing else. */
  readonly isCanary?: true;
  /** How many of the batches went in the high-priority queue (D8); 0 for kinds that have none. */
  readonly highBatches: number;
};

/** Room left in a cycle: a package never takes more. An item that is larger than a whole fresh cycle goes all the same (D9). */
export type Room = {
  readonly batches: number;
  readonly bytes: number;
  readonly items: number;
  readonly isFresh: boolean;
  /** Batches that a queue may still claim of its share while it has anything to send; what it leaves spills over (D8). */
  readonly reserved: { readonly high: number; readonly normal: number };
};

/** The exporter's canary: a record in a table of its own that goes the way of every change (PRODUCT A8). */
export interface ExportCanary {
  /** The number that stands in this pool; 0 where none does. */
  read(): Promise<number>;
  /** Writes the next one as any program would: capture has to see it. Faults like `check` where the data set is not whole. */
  write(number: number, at: Instant): Promise<void>;
  /** A package of it alone, if capture brought it into the book; its entries are in no count. */
  pack(mark: number, staging: Staging): Promise<Packed>;
}

/** The export side of a module in one pool. Never called twice at once for one lane. */
export interface ExportSide {
  /**
   * Brings what changed since the last look into the book; with `everything`, the whole data set. Calls `getsOn` while it
   * does, and lets the process do other things in between. Where changes come in over many transactions it may await
   * `meanwhile` after one of them: then what is in the book already may be packed.
   */
  look(everything: boolean, getsOn: () => void, meanwhile?: () => Promise<void>): Promise<Look>;
  /** Brings changes that were recorded since into the book: cheap, proves nothing, and may leave some for later. */
  catchUp(): Promise<void>;
  /** Puts the next entries of that phase up to `mark` into the staging, at most one package and `room`. */
  pack(phase: Phase, mark: number, room: Room, staging: Staging): Promise<Packed>;
  /** The two sides were compared after the last look: what it may have missed is known now. */
  noteCompared(): Promise<void>;
  /** Faults when the source's store is not the right one, or its capture is not intact. */
  check(): Promise<void>;
  /** How many items this pool's own data set has now, counted up to `enough`; the guard's measure. Asked only when deletions wait. */
  census(enough: number): Promise<number>;
  /** Finds out which of the waiting items are gone, where a look does not tell. Never beside `pack`. */
  findGone(getsOn: () => void): Promise<void>;
  /**
   * Of the deletions that the guard would count, finds those whose content arrived under another name in the same look, and
   * tells the book that they are renames (DESIGN L10). Kinds that cannot tell do nothing.
   */
  findRenames(): Promise<void>;
  /** Null for kinds that have no canary. */
  readonly canary: ExportCanary | null;
  /** Tables whose untaken changes belong to this module; empty for files. */
  readonly tables: readonly string[];
}

/** The import side of a module in one pool, for items of `home`. */
export interface ImportSide {
  /**
   * Applies a package from where `position` stands; each batch is durable with its position. Nothing is applied that is not
   * what the manifest says: that is a fault "package-damaged", and what was applied of the package before it is applied once
   * more with the next. Items that the standby refuses for what is in them are quarantined in the book and the rest goes on;
   * more than MOST_QUARANTINED_A_PACKAGE is a fault "too-many-quarantined" (DESIGN L12).
   */
  apply(home: PoolFqdn, received: Received, position: ImportPosition, getsOn: () => void): Promise<void>;
  check(home: PoolFqdn): Promise<void>;
  /** The number of the canary of `home` that stands here, 0 where none does; null for kinds that have none. */
  canary(home: PoolFqdn): Promise<number | null>;
  /** Faults with what stands here and should not; packages are applied all the same. */
  inspect?(): Promise<void>;
  /**
   * Applies a package of this pool's own data set that its partner gives back (DESIGN L11): what is missing here comes back,
   * what is identical stays, what differs, was deleted by its owner or is in flight is left alone; the receipt in the book
   * counts every item. A package from the trash was chosen by a person: deleted items come back too.
   */
  applyReturned(received: Received, position: ImportPosition, getsOn: () => void): Promise<void>;
  /** Where the data set of `home` stands here. Faults with "store-lost" when the whole store is lost. */
  stateOf(home: PoolFqdn): Promise<DataSetState>;
  /**
   * Begins the restore of a data set that is lost, or whose deletions are held, or goes on with the one of that request:
   * durable, and idempotent. What stands there moves to the trash when it is foreign, or `authority` says so; held deletions
   * are contested and dropped. Until `endRestore` imports into it work and exports of it fault with "restoring".
   */
  beginRestore(home: PoolFqdn, requestId: string, authority: Authority): Promise<void>;
  /**
   * The data set is whole; its marker is the last act. All of this pool's own is to be sent once more then, unless
   * `isEqual`: the partner compared both sides, and holds whatever stands here as it stands. Idempotent.
   */
  endRestore(home: PoolFqdn, requestId: string, isEqual?: boolean): Promise<void>;
}

/** What two sides compare by (DESIGN L11). */
export interface InventorySide {
  /**
   * Signatures of every item of `home`'s data set in this pool: key-ordered ranges. Faults when any of it cannot be read, and
   * when the data set is lost; one that is being restored is as it is. With `reading` no more of each item is read than that says.
   * `unnamed` is told of items whose key is no text: they are in no inventory.
   */
  take(home: PoolFqdn, getsOn: () => void, reading?: Reading, unnamed?: (items: number) => void): InventoryPages;
  /** The same of these items alone, read whole; those that are not there are left out. */
  pick(home: PoolFqdn, items: readonly ItemKey[]): Promise<readonly InventoryItem[]>;
  /** Those of these items that this pool holds as its own: of rows there is one of each key, whoever owns it. */
  owned(items: readonly ItemKey[]): Promise<readonly ItemKey[]>;
  /** A signature as ranges of two sides are hashed: of `home`'s own, or of its standby. */
  rangeForm(signature: string, is: "original" | "copy"): string;
  /** Whether two signatures are of the same; what was not read of either says nothing. */
  isSame(mine: string, theirs: string): boolean;
  /** Makes pending again what the standby holds differently; what it alone has becomes a tombstone, to be proved as ever. */
  sendAgain(items: readonly (ItemKey & { readonly is: Difference })[], at: Instant): Promise<void>;
  /**
   * Makes pending what of this pool's own data set the partner's standby lacks or holds differently, and tombstones of what it
   * alone holds; to be called after a look, which made pending what is new here.
   */
  push(theirs: InventoryPages, at: Instant, getsOn: () => void): Promise<Compared>;
  /** Faults with "store-lost" or "restoring" unless what stands here of `home` is whole, and can make it whole again. */
  checkGivable(home: PoolFqdn): Promise<void>;
  /**
   * A person takes `home`'s data set as it stands, so what stands here of it is all that there is: whole from now on, if it
   * was being filled. False when it is lost, in a store that is there.
   */
  takeAsWhole(home: PoolFqdn): Promise<boolean>;
  /** Makes pending, to be given back, what `home` lacks of the standby here; what differs is told and left alone. */
  giveBack(home: PoolFqdn, theirs: InventoryPages, at: Instant, getsOn: () => void): Promise<GivenBack>;
  /** The same for items of the trash here, by their ids; the number of those that are there. */
  giveBackTrash(home: PoolFqdn, items: readonly string[], at: Instant): Promise<number>;
  /** Forgets what was to be given back and has not left: its request was ended. */
  forgetReturns(): Promise<void>;
}

/** A module as the engine runs it: any kind, one path (DESIGN L7). */
export type BackupModule = {
  readonly face: ModuleFace;
  exportSide(pool: PoolFqdn): ExportSide;
  importSide(pool: PoolFqdn): ImportSide;
  inventorySide(pool: PoolFqdn): InventorySide;
};
