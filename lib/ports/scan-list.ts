/** What the last look saw of one item: `sight` is compared as text, any difference means changed. */
export type Seen = { readonly name: string; readonly isFolder: boolean; readonly sight: string };

/** What a look found out about one folder. */
export type FolderSight = { readonly folder: string; readonly seen: readonly Seen[]; readonly gone: readonly string[] };

/** What the looks at one data set saw, folder by folder (DESIGN L9, section 4). Losing it is a new baseline. */
export interface ScanList {
  /** The items of one folder, by name. */
  folder(dataSet: string, folder: string): ReadonlyMap<string, Seen>;
  /** Records and forgets items; a forgotten folder takes all below it along. One durable transaction. */
  update(dataSet: string, sights: readonly FolderSight[]): Promise<void>;
  /** Paths of everything below a folder, folders before their content. */
  below(dataSet: string, folder: string): IterableIterator<string>;
  close(): void;
}
