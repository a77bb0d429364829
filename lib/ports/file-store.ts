import type { Reading } from "#lib/domain/compare.ts";
import type { InventoryItem, InventoryPages } from "#lib/domain/inventory.ts";
import type { FileList, FolderItem, PartFace } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Loss } from "#lib/domain/store-state.ts";

/**
 * What a look saw of one folder, as the store writes it: names, kinds, sizes, times, inodes, devices, modes. To everybody
 * else it is bytes to be kept and given back.
 */
export type Sight = Uint8Array;

/** One item of a sight. `device` is "root" where the data set's own root was, else a text that tells devices apart. */
export type SightItem = { readonly name: string; readonly isFolder: boolean; readonly device: string };

/** What an item can be known by under another name; of a folder by its inode alone. */
export type ItemFace = SightItem & {
  readonly mode: number;
  readonly inode: bigint;
  readonly bytes: number;
  readonly mtimeNs: bigint;
};

/** A question about one folder: what is different from what was seen. Paths are below the data set's folder, percent-written. */
export type FolderAsk = { readonly folder: string; readonly seen: Sight | null };

export type FolderNews =
  | {
      readonly is: "read";
      /** What it is to be known as from now on; null when that is what was seen before. */
      readonly sight: Sight | null;
      /** New or different items, or all when everything is asked for: names, and bytes (null = a folder). */
      readonly changed: {
        readonly names: readonly string[];
        readonly bytes: readonly (number | null)[];
        /** Places of those that are as they were seen: there are some only when everything is asked for. */
        readonly asSeen?: readonly number[];
      };
      /** Items that were seen before and are not there any more, or are of another kind; and a sight of them alone. */
      readonly gone: readonly SightItem[];
      readonly goneSight: Sight | null;
      /** The first item that is not there while its folder is on another device than it was: no one knows (DESIGN L6). */
      readonly elsewhere: string | null;
      readonly device: string;
      readonly folders: readonly string[];
      /** Files that were touched too lately to be told apart from a next change: not in the sight. */
      readonly young: readonly string[];
      /** Links, sockets, devices. */
      readonly ignored: number;
    }
  | { readonly is: "gone" }
  | { readonly is: "unreadable"; readonly sentence: string; readonly path: string };

/** Items of one folder, with what is remembered of it: the sight, and sights of what the partner may have besides. */
export type ItemsAsk = FolderAsk & { readonly owed: readonly Sight[]; readonly names: readonly string[] };

/**
 * Items to be copied into parts in the folder `into`. Parts are numbered by the items that begin them; of all that are asked
 * for together the first of these is number `first`.
 */
export type CopyAsk = ItemsAsk & { readonly into: string; readonly first: number };

/** Whether an item is gone; the reasons why that cannot be known are told in a sentence. */
export type Absence =
  | { readonly is: "there" }
  | { readonly is: "absent" }
  | { readonly is: "unproven"; readonly sentence: string; readonly path: string };

export type CopyOutcome =
  | {
      readonly is: "file";
      /** Its content is in the part of that name, from byte `at` on. */
      readonly part: string;
      readonly at: number;
      readonly bytes: number;
      readonly mode: number;
      readonly mtimeNs: bigint;
      /** It held still, and is as the sight says. */
      readonly isAsSeen: boolean;
    }
  | { readonly is: "folder"; readonly mode: number }
  /** Proven to be absent. `wasSeen`: by a look, or the partner may have it for another reason. */
  | { readonly is: "absent"; readonly wasSeen: boolean }
  | { readonly is: "unreadable"; readonly sentence: string; readonly path: string }
  /** There was no room for it. */
  | { readonly is: "left" };

export type Copied = {
  readonly folder: string;
  readonly outcomes: readonly CopyOutcome[];
  /** Parts that were written with these items. */
  readonly parts: readonly PartFace[];
  /** A sight of files that are sent though no look saw them so: the partner may have them from now on. */
  readonly owed: Sight | null;
};

/** How much may be copied out at once. */
export interface CopyRoom {
  /** Bytes that are left. */
  left(): number;
  /** Books an item of so many bytes, in order; false when there is no room for it, and then none for any other. */
  take(bytes: number): boolean;
}

/** A part where it lies, what it has to be, and the files in it. */
export type StagedPart = {
  readonly staged: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly files: readonly FileList[];
};

/** An item whose name this store cannot hold (DESIGN L12). */
export type Refused = { readonly path: string; readonly sentence: string };

/** A package of items that come back to their home; `unwanted` are paths that are not to be made. */
export type Returning = {
  readonly folders: readonly FolderItem[];
  readonly parts: readonly StagedPart[];
  readonly unwanted: ReadonlySet<string>;
};

/** What became of an item that came back: "placed" was missing, "different" is there already and stays as it is. */
export type ReturnedItem = {
  readonly path: string;
  readonly is: "placed" | "identical" | "different" | "unwanted" | "refused";
  readonly bytes: number;
};

/** The content of a pool's file store. Each call may work on many items at once, and holds up nothing else of the process. */
export interface FileStore {
  readonly pool: PoolFqdn;
  /** Faults with "store-lost" unless the root carries this store's marker (DESIGN L9). */
  checkRoot(): Promise<void>;
  /** The same for the root and the folder of `home`'s data set. */
  checkDataSet(home: PoolFqdn): Promise<void>;
  /** The same for who writes into it: a folder that is being restored has no marker yet. `place` and `discard` ask it themselves. */
  checkImport(home: PoolFqdn): Promise<void>;
  /** Where the data set stands; faults like checkRoot. That it is being restored only the book knows. */
  stateOf(home: PoolFqdn): Promise<{ readonly is: "ok" } | { readonly is: "lost"; readonly why: Loss }>;
  /** The name that what stands there can have in the trash: that, or one that ends in the next free number. Null for nothing. */
  asideName(home: PoolFqdn, name: string): Promise<string | null>;
  /**
   * Lets a data set be written that carries no marker, and makes its folder where there is none. With `aside` what stands
   * there moves to the trash first, whole, by rename, under that name: unless something lies there under it, for then that has
   * moved already. What stands otherwise stays, and a marker of another store is taken away. Idempotent.
   */
  beginRestore(home: PoolFqdn, aside: string | null): Promise<void>;
  /** The same after the process began anew, for a restore that goes on: makes and moves nothing. */
  resumeRestore(home: PoolFqdn): void;
  /** Writes the marker, durably: from now on the data set is whole. One that is there already has to be the same. */
  endRestore(home: PoolFqdn): Promise<void>;
  /** The file server's own clock, in nanoseconds. */
  clockNs(): Promise<bigint>;
  /**
   * Looks into folders and says what is different, in the order of the questions. Files touched within 2 s before `nowNs`
   * are young. The reserved marker is left out.
   */
  compare(
    home: PoolFqdn,
    asked: readonly FolderAsk[],
    everything: boolean,
    nowNs: bigint,
  ): Promise<readonly FolderNews[]>;
  readSight(sight: Sight): readonly SightItem[];
  /** How many items a sight lists. */
  countOf(sight: Sight): number;
  /** What it says of those of these names. */
  facesOf(sight: Sight, names: ReadonlySet<string>): readonly ItemFace[];
  /** Copies files into parts and hashes these, until there is no more room: what comes after is left. */
  copyOut(home: PoolFqdn, asked: readonly CopyAsk[], room: CopyRoom): Promise<readonly Copied[]>;
  /** The same out of the trash; paths begin with the name that things were moved there under. */
  copyOutOfTrash(home: PoolFqdn, asked: readonly CopyAsk[], room: CopyRoom): Promise<readonly Copied[]>;
  /**
   * Every item of the data set with its signature (file-signature.ts), a folder before its content, names in the order of their
   * bytes; the marker and what does not travel are left out. Content that `reading` leaves out is not read, and its hash is UNREAD. Faults with "scan-failed" when any of it cannot be read. That
   * the data set is there is for the caller to know, before and after.
   */
  inventory(home: PoolFqdn, reading?: Reading): InventoryPages;
  /** The signatures of these items alone, in any order; those that are not there are left out. */
  pick(home: PoolFqdn, paths: readonly string[]): Promise<readonly InventoryItem[]>;
  /** The same for one item of the trash and all below it; nothing when it is not there. */
  inventoryOfTrash(home: PoolFqdn, item: string): InventoryPages;
  /** Proves absence now (DESIGN L6), folder by folder, in the order of the names. */
  findAbsent(home: PoolFqdn, asked: readonly ItemsAsk[]): Promise<readonly (readonly Absence[])[]>;
  /**
   * Makes folders and puts files in their places with time and mode, each by rename; folder modes last. Nothing is placed out
   * of a part that is not what it has to be: that is a fault "package-damaged". What is identical stays untouched; a file that
   * was a part of its own and is gone is no fault when its place holds that content already. Something of another kind in the
   * way moves to the trash, under `name`. Items whose name cannot be held are told and the rest is placed.
   */
  place(
    home: PoolFqdn,
    folders: readonly FolderItem[],
    parts: readonly StagedPart[],
    trash: string,
    getsOn: () => void,
  ): Promise<readonly Refused[]>;
  /**
   * Puts back what is missing, with time and mode, and never anything over what is there, also when somebody makes it in that
   * moment. Says of each item what became of it; what was placed since `forgetReturned` counts as placed, however often it comes.
   */
  placeMissing(home: PoolFqdn, returning: Returning, getsOn: () => void): Promise<readonly ReturnedItem[]>;
  /** What came back is counted. */
  forgetReturned(home: PoolFqdn): Promise<void>;
  /** Moves items to the trash, folders with all below; what is not there is done. */
  discard(home: PoolFqdn, paths: readonly string[], trash: string): Promise<void>;
  /**
   * Takes the oldest thing out of the trash whose name comes before `name`, or what makes the trash larger than `most` bytes,
   * the oldest first and never the newest; without `most` that is a tenth of the file system, or 10 GiB where that is less.
   * False when there is none.
   */
  emptyTrash(home: PoolFqdn, name: string, most?: number): Promise<boolean>;
  /** Everything placed so far survives a power cut once this resolves. */
  sync(): Promise<void>;
  freeBytes(): Promise<number | null>;
}
