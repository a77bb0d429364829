import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { InventoryItem } from "#lib/domain/inventory.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Source } from "#lib/domain/returned.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { BatchPlace, RowLot } from "./user-store.ts";

/** A row as an inventory tells of it. `bytes`: of the line that it would travel as. */
export type StoredRow = InventoryItem & { readonly bytes: number };

/** Rows in the order of their keys, and where the next ones begin; null behind the last. */
export type RowStretch = {
  readonly rows: readonly StoredRow[];
  /** Keys that are no text, in their bytes: no inventory can name them, so they are never compared. */
  readonly unnamed: readonly Uint8Array[];
  readonly next: Uint8Array | null;
};

/**
 * Who holds a row that is there: this pool; its partner, to whom this pool gave it and who has not told of it since; or its
 * partner, as ever.
 */
export type RowHolder = "own" | "given" | "other";

/** What a row comes back from. */
export type ReturnSource = Exclude<Source, "home">;

/** Entries of what is given back as their rows are now. Of the ids that were asked for the first `taken` were read. */
export type ReturnedRows = {
  /** Standby rows, and those that this pool gave to the partner with the time of that; each kind once. */
  readonly lots: readonly (RowLot & { readonly ids: readonly number[] })[];
  /** Nothing is there any more that could be given back. */
  readonly void: readonly number[];
  readonly taken: number;
};

/** A row of the trash: its entry's key in the book. */
export type TrashedRow = { readonly table: string; readonly key: string };

/** Of which request rows come back, and what they come back from. */
export type ReturnOf = { readonly requestId: string; readonly source: ReturnSource };

/** What a full push and a restore do with rows (DESIGN L11); part of RowStore. */
export interface RowReturns {
  /**
   * The rows of `home` in a stretch of the table after `after`, at most INVENTORY_RANGE; its signature is of the stored bytes
   * of all columns. One short read: what is written between two is a change of its own.
   */
  inventory(table: RowTable, home: PoolFqdn, after: Uint8Array | null): Promise<RowStretch>;
  /** The rows of `home` among these keys, as `inventory` tells them. At most BATCH_ITEMS keys. */
  pick(table: RowTable, home: PoolFqdn, keys: readonly string[]): Promise<readonly StoredRow[]>;
  /** `LaneBook.add` for keys that are no text. `name`: that of the table in the book. */
  addUnnamed(module: ModuleName, name: string, keys: readonly Uint8Array[], at: Instant): Promise<void>;
  /** Who holds the rows of these keys; keys without a row are left out. */
  holders(table: RowTable, keys: readonly string[]): Promise<ReadonlyMap<string, RowHolder>>;
  /** Rows of `home` in the trash by their ids; those that are not there, or in another shape than now, are left out. */
  trashed(
    module: ModuleName,
    home: PoolFqdn,
    tables: readonly RowTable[],
    ids: readonly string[],
  ): Promise<TrashedRow[]>;
  /**
   * Reads entries of one table that are to be given back to the partner: the standby row as it is now, if the partner has it
   * here still, as a handover where this pool gave it; or the row of the trash. At most BATCH_ITEMS ids, and BATCH_BYTES of lines, one line at least.
   */
  readReturned(table: RowTable, source: ReturnSource, ids: readonly number[]): Promise<ReturnedRows>;
  /**
   * Rows of this pool's own data set that its partner gives back, with the position and the receipt in one transaction,
   * marked as import. Every line is in exactly one case of the receipt.
   * - A row that is absent is placed, unless its owner deleted it or a change of it is on its way. One that the partner holds
   *   here as its own, and gives back as this pool's, is as good as absent, unless it was this pool that gave it.
   * - A row that is the same stays; any other stays too and is told as different.
   * - A row that the partner gave counts as taken where it is placed, and where the same is there: handed over once more it
   *   is nothing new. Placed, it is a change of this pool: the partner is to hear that it has it.
   * - A row from the trash was chosen by a person: it is placed although its owner deleted it, and is a change of this pool.
   * - What the database's own rules keep out is told as refused.
   * Faults and writes nothing with "package-damaged" when a line is no image of this pool's.
   */
  applyReturned(lots: readonly RowLot[], place: BatchPlace, of: ReturnOf): Promise<void>;
}
