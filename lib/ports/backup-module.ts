import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Batch, PartFace } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Received, Staging } from "./transport.ts";
import type { ImportPosition } from "./user-store.ts";

/** What came of a look at the source (DESIGN L6). */
export type Look = {
  /** The cut-off: everything that had changed by then is pending now, when the look is closed. */
  readonly at: Instant;
  readonly closed: boolean;
  readonly captureIntact: boolean;
  readonly ignoredItems: number | null;
  /** What could not be looked at; the rest was. */
  readonly fault: Fault | null;
};

/**
 * What went into a package. Entry numbers: `sent` leave the book, `kept` were sent and stay; `gone` have no item any more,
 * and so have `void` ones, which were never sent: nobody has to hear of them. `unreadable` ones stay for another time, and
 * `fault` says why the first of them could not be read.
 */
export type Packed = {
  readonly batches: readonly Batch[];
  readonly parts: readonly PartFace[];
  readonly sent: readonly number[];
  readonly kept: readonly number[];
  readonly gone: readonly number[];
  readonly void: readonly number[];
  readonly unreadable: { readonly ids: readonly number[]; readonly fault: Fault | null };
  readonly bytes: number;
};

/** Room left in a cycle: a package never takes more. An item that is larger than a whole fresh cycle goes all the same (D9). */
export type Room = {
  readonly batches: number;
  readonly bytes: number;
  readonly items: number;
  readonly isFresh: boolean;
};

/** The export side of a module in one pool. Never called twice at once for one lane. */
export interface ExportSide {
  /**
   * Brings what changed since the last look into the book; with `everything`, the whole data set. Calls `getsOn` while it
   * does, and lets the process do other things in between.
   */
  look(everything: boolean, getsOn: () => void): Promise<Look>;
  /** Puts the next entries up to `mark` into the staging, at most one package and `room`. */
  pack(mark: number, room: Room, staging: Staging): Promise<Packed>;
  /** Faults when the source's store is not the right one, or its capture is not intact. */
  check(): Promise<void>;
  /** Tables whose untaken changes belong to this module; empty for files. */
  readonly tables: readonly string[];
}

/** The import side of a module in one pool, for items of `home`. */
export interface ImportSide {
  /** Applies a verified package from where `position` stands; each batch is durable with its position. */
  apply(home: PoolFqdn, received: Received, position: ImportPosition, getsOn: () => void): Promise<void>;
  check(home: PoolFqdn): Promise<void>;
}

/** A module as the engine runs it: any kind, one path (DESIGN L7). */
export type BackupModule = {
  readonly face: ModuleFace;
  exportSide(pool: PoolFqdn): ExportSide;
  importSide(pool: PoolFqdn): ImportSide;
};
