import type { Sight } from "./file-store.ts";

/** What a look found out about one folder. */
export type FolderSight = {
  readonly folder: string;
  /** Null: as it was. */
  readonly seen: Sight | null;
  /** Items that left the sight: their absence is to be proved until the partner has heard of it. */
  readonly owed: Sight | null;
  /** Folders in it that are gone: all below them leaves the sights and is owed. */
  readonly goneFolders: readonly string[];
};

/** What the looks at one data set saw, folder by folder (DESIGN L9, section 4). Losing it is a new baseline. */
export interface ScanList {
  /**
   * Begins a new list where there is none. `wasSent`: the partner has items of this data set, so what was deleted before is
   * not known and never will be by looking at this side alone.
   */
  begin(dataSet: string, wasSent: boolean): Promise<void>;
  /** The stamp of the last finds that were noted, and the one before while it is not known whether the book has the new one. */
  stamps(dataSet: string): { readonly now: string | null; readonly before: string | null };
  /** Before finds go into the book, which has the stamp `before`, and is given `now` after them. */
  stamp(dataSet: string, now: string, before: string): Promise<void>;
  /** The book, whose stamp this is, is of another day: deletions may have been missed, and all that was seen is stale. */
  lose(dataSet: string, stamp: string | null): Promise<void>;
  /**
   * Begins anew after a restore: nothing was seen, nothing is owed and no deletion was missed. It has the stamp `now` beside
   * the book's, `before`, until the book is given `now`.
   */
  forget(dataSet: string, now: string, before: string): Promise<void>;
  /** True when a folder among them was not looked into since the list was found to be of another day than the book. */
  isStale(dataSet: string, folders: readonly string[]): boolean;
  /** The partner was asked what it has: no deletion is unknown any more. */
  mend(dataSet: string): Promise<void>;
  /** False when deletions may have been missed. */
  isIntact(dataSet: string): boolean;
  /** The sights of folders; null for one that no look saw. */
  seen(dataSet: string, folders: readonly string[]): readonly (Sight | null)[];
  /** Sights of what the partner may have and the last sight does not list, the newest first. */
  owed(dataSet: string, folders: readonly string[]): readonly (readonly Sight[])[];
  /** All sights, folder by folder. */
  sights(dataSet: string): IterableIterator<Sight>;
  /** The sights of a folder that is not the root and of everything below it, folders before their content. */
  below(dataSet: string, folder: string): IterableIterator<{ readonly folder: string; readonly seen: Sight }>;
  /** One durable transaction. `stamp`: what the book was given after the finds that the sights are of. */
  update(dataSet: string, sights: readonly FolderSight[], stamp?: string): Promise<void>;
  /** Nothing is owed any more: the partner has heard of everything. */
  settle(dataSet: string): Promise<void>;
  close(): void;
}
