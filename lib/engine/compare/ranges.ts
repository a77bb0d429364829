import { hash } from "node:crypto";
import { endsRange, type ItemRange } from "#lib/domain/compare.ts";
import { INVENTORY_RANGE, type InventoryItem, type InventoryPages } from "#lib/domain/inventory.ts";

/** A range ends sooner when its items are large: it is one line in a file. */
const RANGE_CHARS = 1 << 20;

/**
 * Cuts an inventory into ranges, each with one hash over all that it tells. Where to cut is read off the items themselves, so that
 * both sides cut at the same places, and an item more or less changes no range but its own.
 */
export async function* rangesOf(pages: InventoryPages, form: (signature: string) => string): AsyncGenerator<ItemRange> {
  let items: InventoryItem[] = [];
  let text = "";
  const whole = (): ItemRange => {
    const range = { digest: hash("sha256", text, "base64url"), items };
    items = [];
    text = "";
    return range;
  };
  for await (const page of pages) {
    for (const item of page) {
      const isOther = items.length > 0 && items[0]?.table !== item.table;
      if (isOther || items.length === INVENTORY_RANGE || text.length > RANGE_CHARS) yield whole();
      items.push(item);
      text += `${item.table}\0${item.key}\0${form(item.signature)}\n`;
      if (endsRange(item.key)) yield whole();
    }
  }
  if (items.length > 0) yield whole();
}
