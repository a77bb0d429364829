import type { PoolFqdn } from "#lib/domain/pool.ts";

/** One thing in a folder, as a look sees it. `name` is percent-written bytes (domain/path-text.ts). */
export type FolderEntry =
  | { readonly is: "file"; readonly name: string; readonly stamp: FileStamp }
  | { readonly is: "folder"; readonly name: string; readonly mode: number }
  /** Links, sockets, devices: never followed, counted. */
  | { readonly is: "other"; readonly name: string };

/** What tells one state of a file from another without reading it. */
export type FileStamp = {
  readonly bytes: number;
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly inode: bigint;
  readonly device: bigint;
};

/** A file copied out of the store: as it was, and whether it held still meanwhile. */
export type CopiedFile = {
  readonly sha256: string;
  /** What was copied; another number than the stamp's when the file did not hold still. */
  readonly bytes: number;
  readonly stamp: FileStamp;
  readonly heldStill: boolean;
};

export type FileFace = {
  readonly path: string;
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly sha256: string;
};

/** The content of a pool's file store. Paths are below the data set's folder, with `/`, percent-written. */
export interface FileStore {
  readonly pool: PoolFqdn;
  /** Faults with "store-lost" unless the root carries this store's marker (DESIGN L9). */
  checkRoot(): Promise<void>;
  /** The same for the root and the folder of `home`'s data set. */
  checkDataSet(home: PoolFqdn): Promise<void>;
  /** The file server's own clock, in nanoseconds. */
  clockNs(): Promise<bigint>;
  /** What is in a folder, sorted by name; null when it is not there. The reserved marker is left out. */
  list(home: PoolFqdn, folder: string): Promise<readonly FolderEntry[] | null>;
  /** The stamp of one regular file; null when there is none. */
  stampOf(home: PoolFqdn, path: string): Promise<FileStamp | null>;
  /** The mode of one folder; null when there is none. */
  folderMode(home: PoolFqdn, path: string): Promise<number | null>;
  /** Copies a regular file to `target` and hashes what was copied; null when there is no such file. */
  copyOut(home: PoolFqdn, path: string, target: string): Promise<CopiedFile | null>;
  /**
   * Moves a staged part to its place with time and mode, by rename. What is identical stays untouched; a staged part
   * that is gone is no fault when its place holds that content already. Faults with "type-conflict" where a folder is.
   */
  place(home: PoolFqdn, file: FileFace, staged: string): Promise<void>;
  /** Makes a folder; its mode is set by `setFolderMode` when its content is in. */
  makeFolder(home: PoolFqdn, path: string): Promise<void>;
  setFolderMode(home: PoolFqdn, path: string, mode: number): Promise<void>;
  /** Everything placed so far survives a power cut once this resolves. */
  sync(): Promise<void>;
  freeBytes(): Promise<number | null>;
}
