import type { Lane } from "./lane.ts";
import type { Source } from "./returned.ts";

/** A package's place in its lane. A new epoch begins at every engine start, takeover, rewind or gap (DESIGN L3). */
export type Epoch = number & { readonly is: "Epoch" };
export type PackageId = { readonly epoch: Epoch; readonly seq: number };

/** sha256 of the manifest's bytes, in hex: with the id it is the package's identity (DESIGN L3). */
export type ManifestHash = string & { readonly is: "ManifestHash" };

/** The package that an ack, a position or a flight speaks of. */
export type PackageRef = PackageId & { readonly hash: ManifestHash };

/** `<epoch>-<seq>`: the package's folder in the BackupStore. */
export function packageName(id: PackageId): string {
  return `${id.epoch}-${id.seq}`;
}

/** The package of that name; null when it is none. */
export function packageOf(name: string): PackageId | null {
  const match = /^([1-9]\d{0,14})-([1-9]\d{0,14})$/.exec(name);
  return match && { epoch: Number(match[1]) as Epoch, seq: Number(match[2]) };
}

/** Negative when `a` comes before `b` in its lane. */
export function comparePackages(a: PackageId, b: PackageId): number {
  return a.epoch - b.epoch || a.seq - b.seq;
}

/** Epoch above everything that any memory of the lane knows (DESIGN L3). */
export function nextEpoch(...known: readonly number[]): Epoch {
  return (Math.max(0, ...known) + 1) as Epoch;
}

/** One numbered file of a package. `bytes` is its size as stored. */
export type PartFace = { readonly name: string; readonly bytes: number; readonly sha256: string };

/** Parts are numbered beside the manifest, so that no name of an item is ever a name in the BackupStore. */
export function partName(number: number): string {
  return String(number).padStart(6, "0");
}

/** What every batch says. `oldestAt` (ISO) is the first time of the oldest change in it: what is held back ages from there (D22). */
type Common = { readonly oldestAt: string };

/** A part that holds `rows` lines about rows of `table`. */
type RowLines = Common & { readonly table: string; readonly rows: number; readonly part: string };

/** Images of the data set's rows: a JSON array of `columns` a line. */
export type RowBatch = RowLines & { readonly is: "rows"; readonly columns: readonly string[] };

/**
 * Rows that the data set's pool gave to its partner (DESIGN 4, handover): a line is `[time of the move, image]`, and the image's
 * home pool is the importer. The time of the move tells a repeated handover from a new one.
 */
export type MovedRowBatch = RowLines & { readonly is: "rows-moved"; readonly columns: readonly string[] };

/**
 * Tombstones: rows of the data set that are no more; a JSON array of the key's columns a line. Where the importer once gave
 * the data set a row of that key, `{"taken": time of the move}` follows: a row that it gave since is not meant.
 */
export type GoneRowBatch = RowLines & { readonly is: "rows-gone" };

/** A folder below the data set's root. `path` is percent-written bytes (see path-text.ts). */
export type FolderItem = { readonly path: string; readonly mode: number };

/**
 * Regular files of one folder, in columns: an object a file would cost more than the file. Their contents follow each other
 * in a part, from its byte `at` on.
 */
export type FileList = {
  readonly folder: string;
  /** Percent-written, with "/" between them: no name holds one. */
  readonly names: string;
  readonly part: string;
  readonly at: number;
  readonly bytes: readonly number[];
  readonly modes: readonly number[];
  /** Nanoseconds since 1970, decimal, with " " between them: beyond what a JSON number holds exactly. */
  readonly mtimesNs: string;
};

export type FileBatch = Common & {
  readonly is: "files";
  readonly folders: readonly FolderItem[];
  readonly files: readonly FileList[];
};

/** Tombstones: files and folders of the data set that are no more. A folder takes all below it along. */
export type GoneFileBatch = Common & { readonly is: "files-gone"; readonly paths: readonly string[] };

export type Batch = RowBatch | MovedRowBatch | GoneRowBatch | FileBatch | GoneFileBatch;

/** Of which request a package is (DESIGN L11). */
export type PackageRequest = {
  readonly id: string;
  readonly source: Source;
  /** With this package all of the data set that the request carries has been sent: the importer may call it whole. */
  readonly closes: boolean;
  /**
   * Of a return that closes: so many items the two sides hold differently, or the importer alone, as they were compared. Not
   * told where they were not: the importer sends everything once more then.
   */
  readonly apart?: number | undefined;
};

/** What a package says of itself; published last (DESIGN 5). */
export type Manifest = {
  readonly format: 2;
  readonly lane: Lane;
  /** The home pool whose items these are; the lane's source except by DESIGN L11. */
  readonly dataSet: string;
  /** Null for what travels by itself. A package whose data set is the importer's own is a return. */
  readonly request: PackageRequest | null;
  readonly epoch: Epoch;
  readonly seq: number;
  /** Hash of the manifest before it in this epoch; null for seq 1. So an ack for n stands for 1..n (DESIGN L1). */
  readonly previous: ManifestHash | null;
  /**
   * Of seq 1: the last package that the importer has acknowledged, of whatever epoch. One that is not as far has gone back,
   * and does not begin this epoch. Not told where the importer's store never acknowledged any.
   */
  readonly acked?: PackageId | undefined;
  /** ISO instant of the cycle's cut-off. */
  readonly cutOff: string;
  readonly batches: readonly Batch[];
  readonly parts: readonly PartFace[];
};
