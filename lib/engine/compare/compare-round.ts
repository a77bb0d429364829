import {
  type CompareAsk,
  type Difference,
  type ItemKey,
  isRead,
  NO_DIGEST,
  OWNED_THERE,
  REFUSED_THERE,
  type Reading,
  type ToldRange,
} from "#lib/domain/compare.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { nameOfItem, type Outcome } from "#lib/domain/drift-list.ts";
import { Fault } from "#lib/domain/fault.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import { INVENTORY_RANGE, type InventoryItem } from "#lib/domain/inventory.ts";
import type { CompareDesk } from "#lib/ports/compare-desk.ts";
import type { ExportParts, OpenedExport } from "../lane-parts.ts";
import { rangesOf } from "./ranges.ts";

/** So many findings go by name; what is found besides is counted. */
const MOST_FOUND = 1000;

/** What a round looks at: all of the data set, or items by name. */
export type Scope = {
  readonly reading: Reading;
  readonly items: readonly ItemKey[] | null;
  /** Nobody waits for it. */
  readonly isScheduled: boolean;
};

/** An item that was found, and what with. */
export type Found = ItemKey & { readonly is: Difference };

/** What a round over all of the data set counted. */
export type AllFound = {
  readonly equal: number;
  readonly read: number;
  readonly changing: number;
  readonly held: number;
  readonly refused: number;
  readonly unnamed: number;
  readonly ranges: number;
  readonly opened: number;
  readonly found: readonly Found[];
  /** Found, and not among those: by their kinds. */
  readonly beyond: Readonly<Record<"different" | "missing" | "extra", number>>;
  /** Refused there and missing: the partner may own them. */
  readonly suspects: readonly ItemKey[];
};

export type RoundResult =
  | { readonly is: "all"; readonly at: Instant; readonly all: AllFound }
  | {
      readonly is: "items";
      readonly at: Instant;
      readonly outcomes: ReadonlyMap<string, { readonly item: ItemKey; readonly is: Outcome }>;
    };

export type RoundStep = { readonly is: "waits" } | { readonly is: "wants-look" } | RoundResult;

type Candidate = Found & { readonly mine: string | null };
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * One question to the partner and what comes of its answer. The order is the law of it: what is acknowledged is noted from before the
 * question on; this side is read when the answer is there; a look that began after that brings in whatever had changed by then; and
 * only then is judged. An item that differs, and neither waits, flies, was acknowledged since, nor reads otherwise by now, was
 * different all the time: that is drift, however busy its clients are (DESIGN L1, L6).
 */
export class CompareRound {
  readonly #parts: ExportParts;
  readonly #id: string;
  readonly #asking: string;
  readonly #scope: Scope;
  readonly #opened: OpenedExport;
  readonly #goesOn: () => void;
  /** Told what was read of this side so far, and of how many. */
  readonly #gotOn: (items: number, of: number, last: string | null) => void;
  #stage: "new" | "asking" | "looking" | "looked" = "new";
  #at: Instant = 0;
  #question: CompareAsk | null = null;
  #watch = "";
  #theirs: AsyncIterable<ToldRange> | null = null;
  #desk: CompareDesk | null = null;
  readonly #matched = new Set<string>();
  readonly #count = { equal: 0, read: 0, unnamed: 0, ranges: 0, opened: 0 };
  #picked: ReadonlyMap<string, InventoryItem> = new Map();
  #readAt = 0;

  constructor(
    parts: ExportParts,
    name: { readonly id: string; readonly asking: string },
    scope: Scope,
    hooks: {
      readonly goesOn: () => void;
      readonly gotOn: (items: number, of: number, last: string | null) => void;
    },
  ) {
    this.#parts = parts;
    this.#id = name.id;
    this.#asking = name.asking;
    this.#scope = scope;
    this.#goesOn = hooks.goesOn;
    this.#gotOn = hooks.gotOn;
    this.#opened = parts.open();
  }

  /** The partner has not answered. */
  get isAsking(): boolean {
    return this.#stage === "new" || this.#stage === "asking";
  }

  /** A look of this lane is through and closed; it began at `beganAt` of `Clock.elapsed`. */
  looked(beganAt: number): void {
    if (this.#stage === "looking" && beganAt >= this.#readAt) this.#stage = "looked";
  }

  /** Does what can be done now. */
  async step(): Promise<RoundStep> {
    switch (this.#stage) {
      case "new":
        await this.#ask();
        return { is: "waits" };
      case "asking":
        if (!(await this.#hasAnswer())) {
          await this.#askOn();
          return { is: "waits" };
        }
        await this.#readOwn();
        return { is: "wants-look" };
      case "looking":
        return { is: "wants-look" };
      case "looked":
        return this.#judge();
    }
  }

  async #ask(): Promise<void> {
    const { transport, lane, clock, standbyStoreId: storeStamp } = this.#parts;
    await this.#opened.side.check();
    this.#watch = await this.#opened.book.watch(lane.module);
    this.#at = clock.now();
    const { reading, items, isScheduled } = this.#scope;
    const name = { requestId: this.#id, asking: this.#asking, storeStamp };
    this.#question = { format: 1, ...name, at: isoInstant(this.#at), ...reading, isScheduled, items };
    await transport.forgetRanges(lane); // a damaged answer of before would be read as one to this
    await transport.askCompare(lane, this.#question);
    this.#stage = "asking";
  }

  /** The question that stands is this one, or it is written again: it was damaged, or taken away. */
  async #askOn(): Promise<void> {
    const { transport, lane } = this.#parts;
    if ((await transport.askedCompare(lane))?.asking === this.#asking) return;
    await transport.askCompare(lane, this.#question);
  }

  async #hasAnswer(): Promise<boolean> {
    const { transport, lane, standbyStoreId: storeStamp } = this.#parts;
    const face = { requestId: this.#id, asking: this.#asking, dataSet: lane.from, storeStamp };
    this.#theirs = await transport.ranges(lane, face);
    return this.#theirs !== null;
  }

  async #readOwn(): Promise<void> {
    const { calm, lane, clock } = this.#parts;
    const { inventory, side } = this.#opened;
    const { items, isScheduled } = this.#scope;
    await side.check();
    if (items === null) await calm.hold(isScheduled, () => this.#walk());
    else this.#picked = byName(await inventory.pick(lane.from, items));
    await side.check(); // it was there when something was not found in it
    this.#readAt = clock.elapsed();
    this.#stage = "looking";
  }

  async #walk(): Promise<void> {
    const { calm, lane } = this.#parts;
    const { inventory } = this.#opened;
    const { reading } = this.#scope;
    const told = new Set<string>();
    let of = 0;
    for await (const { digest, count } of this.#told()) {
      if (digest === NO_DIGEST) continue;
      told.add(digest);
      of += count;
    }
    this.#desk?.close();
    const desk = this.#opened.openDesk();
    this.#desk = desk;
    let items = 0;
    const pages = inventory.take(
      lane.from,
      () => {},
      reading,
      (more) => {
        this.#count.unnamed += more;
      },
    );
    const ranges = rangesOf(pages, (signature) => inventory.rangeForm(signature, "original"));
    for await (const range of calm.paced(ranges, this.#goesOn)) {
      this.#count.ranges += 1;
      items += range.items.length;
      if (told.has(range.digest)) {
        this.#matched.add(range.digest);
        this.#equal(range.items);
      } else {
        this.#count.opened += 1;
        desk.lay(range.items);
      }
      this.#gotOn(items, Math.max(of, items), range.items.at(-1)?.key ?? null);
    }
  }

  #equal(items: readonly InventoryItem[]): void {
    const { reading } = this.#scope;
    this.#count.equal += items.length;
    for (const { table, key } of items) if (table !== CONTENT || isRead(reading, key)) this.#count.read += 1;
  }

  #told(): AsyncIterable<ToldRange> {
    if (this.#theirs === null) throw new TypeError("there is no answer");
    return this.#theirs;
  }

  async #judge(): Promise<RoundResult> {
    const result = this.#scope.items === null ? await this.#judgeAll() : await this.#judgeItems(this.#scope.items);
    await this.#opened.side.check();
    return result;
  }

  async #judgeAll(): Promise<RoundResult> {
    const { inventory } = this.#opened;
    const desk = this.#desk;
    if (desk === null) throw new TypeError("nothing was laid out");
    const refused = new Set<string>();
    const tally = new Tally(refused);
    for await (const range of this.#told()) {
      if (this.#matched.has(range.digest)) continue;
      const items = range.open();
      if (range.digest === NO_DIGEST) {
        for (const item of items) if (item.signature === REFUSED_THERE) refused.add(nameOfItem(item));
        continue;
      }
      const differs: Candidate[] = [];
      for (const [i, mine] of desk.cross(items).entries()) {
        const item = items[i];
        if (!item) break;
        if (mine === null) differs.push({ ...keyOf(item), is: "extra", mine });
        else if (inventory.isSame(mine, item.signature)) this.#equal([item]);
        else differs.push({ ...keyOf(item), is: "different", mine });
      }
      await this.#vet(differs, tally);
      this.#goesOn();
    }
    for (const items of desk.left()) {
      await this.#vet(
        items.map((item) => ({ ...keyOf(item), is: "missing", mine: item.signature })),
        tally,
      );
      this.#goesOn();
    }
    return { is: "all", at: this.#at, all: { ...this.#count, ...tally.told } };
  }

  /** Candidates that are what they seem. */
  async #vet(candidates: readonly Candidate[], tally: Tally): Promise<void> {
    if (candidates.length === 0) return;
    const { inventory } = this.#opened;
    const unsettled = await this.#unsettled(candidates);
    const now = byName(await inventory.pick(this.#parts.lane.from, candidates));
    for (const { mine, ...item } of candidates) {
      const name = nameOfItem(item);
      const isStill = isSameOrAbsent(inventory.isSame, mine, now.get(name)?.signature ?? null);
      tally.add(item, unsettled.get(name) ?? (isStill ? "settled" : "changing"));
    }
  }

  async #unsettled(items: readonly ItemKey[]): Promise<ReadonlyMap<string, "changing" | "held">> {
    const { module } = this.#parts.lane;
    const all = new Map<string, "changing" | "held">();
    for (const [table, some] of Map.groupBy(items, (item) => item.table)) {
      for (let at = 0; at < some.length; at += INVENTORY_RANGE) {
        const keys = some.slice(at, at + INVENTORY_RANGE).map(({ key }) => key);
        const found = await this.#opened.book.unsettled(module, this.#watch, table, keys);
        if (found === null) throw new Fault("database-unreachable", "The user database was opened anew meanwhile.");
        for (const [key, is] of found) all.set(nameOfItem({ table, key }), is);
      }
    }
    return all;
  }

  async #judgeItems(items: readonly ItemKey[]): Promise<RoundResult> {
    const { inventory } = this.#opened;
    const theirs = new Map<string, InventoryItem>();
    const [owned, refused] = [new Set<string>(), new Set<string>()];
    for await (const range of this.#told()) {
      for (const item of range.open()) {
        const name = nameOfItem(item);
        if (item.signature === OWNED_THERE) owned.add(name);
        else if (item.signature === REFUSED_THERE) refused.add(name);
        else theirs.set(name, item);
      }
    }
    const unsettled = await this.#unsettled(items);
    const now = byName(await inventory.pick(this.#parts.lane.from, items));
    const outcomes = new Map<string, { readonly item: ItemKey; readonly is: Outcome }>();
    for (const item of items) {
      const name = nameOfItem(item);
      const mine = now.get(name)?.signature ?? null;
      const there = theirs.get(name)?.signature ?? null;
      const isStill = isSameOrAbsent(inventory.isSame, this.#picked.get(name)?.signature ?? null, mine);
      const judge = (): Outcome => {
        // Who owns a row is a matter of its own: such an item is refused with every cycle, and so is never at rest.
        if (owned.has(name)) return mine !== null && this.#picked.has(name) ? "owned-by-both" : "equal";
        if (unsettled.has(name) || !isStill || refused.has(name)) return "apart";
        if (isSameOrAbsent(inventory.isSame, mine, there)) return "equal";
        return mine === null ? "extra" : there === null ? "missing" : "different";
      };
      outcomes.set(name, { item: keyOf(item), is: judge() });
    }
    return { is: "items", at: this.#at, outcomes };
  }

  /** Nothing of it goes on. The question is taken back by whoever has no other. */
  async close(): Promise<void> {
    this.#desk?.close();
    this.#desk = null;
    await this.#opened.book.unwatch(this.#parts.lane.module);
  }
}

/** Counts what was vetted, and names the first of it. */
class Tally {
  readonly #refused: ReadonlySet<string>;
  readonly #found: Found[] = [];
  readonly #suspects: ItemKey[] = [];
  readonly #beyond: Mutable<AllFound["beyond"]> = { different: 0, missing: 0, extra: 0 };
  readonly #apart = { changing: 0, held: 0, refused: 0 };

  constructor(refused: ReadonlySet<string>) {
    this.#refused = refused;
  }

  add(item: Found, is: "settled" | "changing" | "held"): void {
    const { table, key } = item;
    if (this.#refused.has(nameOfItem(item))) {
      this.#apart.refused += 1;
      if (item.is === "missing" && this.#suspects.length < MOST_FOUND) this.#suspects.push({ table, key });
    } else if (is !== "settled") this.#apart[is] += 1;
    else if (this.#found.length < MOST_FOUND) this.#found.push(item);
    else if (item.is !== "owned-by-both") this.#beyond[item.is] += 1;
  }

  get told() {
    return { ...this.#apart, found: this.#found, suspects: this.#suspects, beyond: this.#beyond };
  }
}

function isSameOrAbsent(isSame: (a: string, b: string) => boolean, a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : isSame(a, b);
}

function byName(items: readonly InventoryItem[]): ReadonlyMap<string, InventoryItem> {
  return new Map(items.map((item) => [nameOfItem(item), item]));
}

function keyOf({ table, key }: ItemKey): ItemKey {
  return { table, key };
}
