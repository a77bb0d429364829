import type { Instant } from "#lib/domain/instant.ts";
import type { Compared, InventoryItem } from "#lib/domain/inventory.ts";
import { type LeftAlone, MOST_LEFT_ALONE } from "#lib/domain/return-receipt.ts";
import { bookTable } from "#lib/domain/returned.ts";
import type { CompareDesk } from "#lib/ports/compare-desk.ts";
import type { RowHolder, StoredRow } from "#lib/ports/row-returns.ts";
import type { NewEntry } from "#lib/ports/user-store.ts";
import type { Here, Stretch } from "./inventory.ts";

/** Rows here against an inventory that lies on the desk: makes pending what is to travel, and counts every row in one case. */
export class Comparing {
  readonly #here: Here;
  readonly #desk: CompareDesk;
  readonly #at: Instant;
  readonly #counts = { identical: 0, missing: 0, different: 0, extra: 0, bytes: 0 };
  readonly leftAlone: LeftAlone[] = [];

  constructor(here: Here, desk: CompareDesk, at: Instant) {
    this.#here = here;
    this.#desk = desk;
    this.#at = at;
  }

  get compared(): Compared {
    return { ...this.#counts };
  }

  /** Own rows: what the partner lacks or holds differently is sent. */
  async push({ table, rows, unnamed }: Stretch): Promise<void> {
    const { missing, different } = this.#cross(rows);
    const sent = [...missing, ...different];
    this.#counts.missing += missing.length;
    this.#counts.different += different.length;
    for (const { bytes } of sent) this.#counts.bytes += bytes;
    await this.#add(sent.map(({ table, key }) => ({ table, key, bytes: null })));
    await this.#addUnnamed(table.name, unnamed);
  }

  /**
   * What the partner alone holds as ours: a tombstone, unless the row is here after all. One that was written meanwhile is a
   * change of its own; one that was given to the partner is told again as given; any other of the partner's is not ours.
   */
  async addExtra(left: readonly InventoryItem[]): Promise<void> {
    const { module, store } = this.#here;
    const gone: NewEntry[] = [];
    const given: NewEntry[] = [];
    for (const [table, items] of Map.groupBy(left, (item) => item.table)) {
      const holders = await this.#holders(table, items);
      for (const { key } of items) {
        const holder = holders.get(key);
        if (holder === undefined) gone.push({ table, key, bytes: null });
        if (holder === "given") given.push({ table, key, bytes: null });
      }
    }
    this.#counts.extra += gone.length;
    if (gone.length > 0) await store.book.addGone(module, gone, this.#at);
    await this.#add(given);
  }

  /** Standby rows: what their home lacks is given back, what differs is left alone. */
  async giveBack({ table, rows, unnamed }: Stretch): Promise<void> {
    const { missing, different } = this.#cross(rows);
    const holders = missing.length === 0 ? new Map() : await this.#holders(table.name, missing);
    // What this pool gave to its partner goes as given: it may have been there, and gone since, and then nothing else brings it.
    const lacking = missing.filter(({ key }) => holders.get(key) === "other" || holders.get(key) === "given");
    this.#counts.missing += lacking.length;
    this.#counts.different += different.length;
    for (const { bytes } of lacking) this.#counts.bytes += bytes;
    const room = MOST_LEFT_ALONE - this.leftAlone.length;
    this.leftAlone.push(
      ...different.slice(0, room).map(({ key }) => ({ is: "different", table: table.name, key }) as const),
    );
    await this.#add(lacking.map(({ key }) => ({ table: bookTable("standby", table.name), key, bytes: null })));
    await this.#addUnnamed(bookTable("standby", table.name), unnamed);
  }

  /** What their home alone has. */
  countExtra(left: readonly InventoryItem[]): void {
    this.#counts.extra += left.length;
  }

  #cross(rows: readonly StoredRow[]): { readonly missing: StoredRow[]; readonly different: StoredRow[] } {
    const missing: StoredRow[] = [];
    const different: StoredRow[] = [];
    for (const [i, signature] of this.#desk.cross(rows).entries()) {
      const row = rows[i];
      if (!row) break;
      if (signature === null) missing.push(row);
      else if (signature === row.signature) this.#counts.identical += 1;
      else different.push(row);
    }
    return { missing, different };
  }

  #holders(name: string, items: readonly { readonly key: string }[]): Promise<ReadonlyMap<string, RowHolder>> {
    const table = this.#here.tables.find((one) => one.name === name);
    if (!table) throw new TypeError(`${this.#here.module} has no table ${name}`);
    return this.#here.store.rows.holders(
      table,
      items.map((item) => item.key),
    );
  }

  /** What cannot be compared is sent: where it is the same it stays untouched. */
  async #addUnnamed(name: string, keys: readonly Uint8Array[]): Promise<void> {
    this.#counts.missing += keys.length;
    if (keys.length > 0) await this.#here.store.rows.addUnnamed(this.#here.module, name, keys, this.#at);
  }

  async #add(entries: readonly NewEntry[]): Promise<void> {
    if (entries.length > 0) await this.#here.store.book.add(this.#here.module, entries, this.#at);
  }
}
