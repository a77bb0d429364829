import type { InventoryItem } from "#lib/domain/inventory.ts";

/**
 * Where two inventories are compared without being held in memory: one is laid down, the other is crossed off against it,
 * range by range and in any order, and what is left is what the first alone has. For one comparison; nothing of it lasts.
 */
export interface CompareDesk {
  /** Lays down a range of theirs. An item that is told twice is as it was told last. */
  lay(theirs: readonly InventoryItem[]): void;
  /** Their signatures of these items, null for each that they do not have, in order; and crosses them off. */
  cross(mine: readonly Pick<InventoryItem, "table" | "key">[]): readonly (string | null)[];
  /** What is not crossed off: ranges of at most INVENTORY_RANGE items, by table and key. To be asked when all is laid and crossed. */
  left(): Iterable<readonly InventoryItem[]>;
  /** Everything on it is gone. */
  close(): void;
}
