import type { Instant } from "#lib/domain/instant.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import {
  type ItemName,
  isSameItem,
  isTellable,
  MOST_SKIPPED,
  placeOf,
  type Quarantine,
  type Quarantined,
  type Skip,
  skipOf,
} from "#lib/domain/quarantine.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { RunBook } from "./run-book.ts";

const NOT_KNOWN = "What the partner refuses is not known now: it does not say it.";
const NONE_LEFT = "None of these is refused any more: each has arrived, or is gone.";

/** What becomes of items that the partner refused: tried again with every cycle, unless a person skipped them (DESIGN L12). */
export class RefusedItems {
  readonly #lane: Lane;
  readonly #runs: RunBook;

  constructor(lane: Lane, runs: RunBook) {
    this.#lane = lane;
    this.#runs = runs;
  }

  /**
   * Does what persons asked since, and makes the rest wait to be sent: its reason may be gone on either side. `quarantine` is
   * the partner's last word; null while it does not know.
   */
  async heed(book: LaneBook, quarantine: Quarantine | null, at: Instant): Promise<void> {
    if (quarantine === null) return this.#refuse(at);
    const { named } = quarantine;
    await this.#skip(book, named, at);
    await this.#unskip(book, named, at);
    const skips = await this.#current(book, quarantine);
    for (const item of named) {
      if (!isTellable(item) || skipOf(item, skips) !== null) continue; // the one is held until it changes
      const { table, key, since } = item;
      await book.add(this.#lane.module, [{ table, key, bytes: null }], Date.parse(since));
    }
  }

  /** Of what the partner refuses by its last word: what a person skipped. */
  async skips(book: LaneBook, { named }: Quarantine): Promise<readonly Skip[]> {
    if (named.length === 0) return [];
    const all = await book.skips(this.#lane.module);
    return all.filter((skip) => named.some((item) => skipOf(item, [skip]) !== null));
  }

  #refuse(at: Instant): void {
    for (const what of ["skip", "retry"] as const) {
      for (const { id } of this.#runs.looking(what)) this.#runs.end(id, "failed", NOT_KNOWN, at);
    }
  }

  async #skip(book: LaneBook, named: readonly Quarantined[], at: Instant): Promise<void> {
    const { module } = this.#lane;
    for (const { id, detail, by } of this.#runs.looking("skip")) {
      const meant = named.filter((item) => isAmong(item, detail.refused ?? []));
      const upTo = await book.lastSent(module);
      if (meant.length === 0 || upTo === null) {
        this.#runs.end(id, "done", NONE_LEFT, at);
        continue;
      }
      const others = (await this.skips(book, { items: 0, oldestAt: null, named })).filter(
        (skip) => !isAmong(skip, meant),
      );
      if (others.length + meant.length > MOST_SKIPPED) {
        this.#runs.end(id, "failed", `At most ${MOST_SKIPPED} items of a copy can be skipped.`, at);
        continue;
      }
      const how = { upTo, by, reason: detail.reason ?? "", at: isoInstant(at) };
      await book.skip(
        module,
        meant.map(({ table, key }) => ({ table, key, ...how })),
      );
      this.#runs.end(id, "done", null, at);
    }
  }

  /** What is to be tried again is skipped no longer. */
  async #unskip(book: LaneBook, named: readonly Quarantined[], at: Instant): Promise<void> {
    for (const { id, detail } of this.#runs.looking("retry")) {
      const meant = named.filter((item) => isAmong(item, detail.refused ?? []));
      if (meant.length === 0) this.#runs.end(id, "done", NONE_LEFT, at);
      else await book.unskip(this.#lane.module, meant);
    }
  }

  /** Skips that hold; those of what is refused no longer, or was refused again, are forgotten. */
  async #current(book: LaneBook, quarantine: Quarantine): Promise<readonly Skip[]> {
    const all = await book.skips(this.#lane.module);
    if (quarantine.items > quarantine.named.length) return all;
    const isOver = (skip: Skip) => quarantine.named.every((item) => skipOf(item, [skip]) === null);
    const over = all.filter(isOver);
    if (over.length > 0) await book.unskip(this.#lane.module, over);
    return all.filter((skip) => !over.includes(skip));
  }
}

/** Of items that were tried again, those that the partner refuses by its last word, as a sentence; null when it took them all. */
export function stillRefused(asked: readonly ItemName[], { named }: Quarantine): string | null {
  const still = named.filter((item) => isAmong(item, asked));
  const [first] = still;
  if (first === undefined) return null;
  const many = still.length === 1 ? "1 item was" : `${still.length} items were`;
  return `${many} refused again, first ${placeOf(first)}: ${first.sentence}`;
}

function isAmong(item: ItemName, all: readonly ItemName[]): boolean {
  return all.some((one) => isSameItem(one, item));
}
