import type { HeldSet } from "#lib/domain/held.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { LaneLoss } from "#lib/domain/loss.ts";
import type { Quarantine, Skip } from "#lib/domain/quarantine.ts";
import type { BookFacts } from "#lib/ports/user-store.ts";
import type { ExportParts, OpenedExport } from "./lane-parts.ts";
import { LossKeeper } from "./loss-keeper.ts";
import type { RefusedItems } from "./refused-items.ts";

/** The last counts of a lane that could be read: an error does not make a backlog unknown (DOMAIN 10 no. 7). */
export class LaneCounts {
  readonly #parts: ExportParts;
  readonly #refused: RefusedItems;
  readonly #loss: LossKeeper;
  #facts: BookFacts | null = null;
  #held: HeldSet | null = null;
  #skips: readonly Skip[] = [];
  #at: Instant | null = null;

  constructor(parts: ExportParts, refused: RefusedItems) {
    this.#parts = parts;
    this.#refused = refused;
    this.#loss = new LossKeeper(parts);
  }

  /** Null while nothing was counted. */
  get facts(): BookFacts | null {
    return this.#facts;
  }

  get told(): {
    readonly facts: BookFacts | null;
    /** What the guard holds, as counted with them. */
    readonly held: HeldSet | null;
    readonly loss: LaneLoss | null;
    readonly skips: readonly Skip[];
    readonly countedAt: Instant | null;
  } {
    return {
      facts: this.#facts,
      held: this.#held,
      loss: this.#loss.loss,
      skips: this.#skips,
      countedAt: this.#at,
    };
  }

  /** Counts up to `mark`; `refused` is what the partner holds in quarantine by its last word. */
  async count(
    { side, book }: Pick<OpenedExport, "side" | "book">,
    mark: number,
    refused: Quarantine,
    at: Instant,
  ): Promise<void> {
    const { module } = this.#parts.lane;
    const facts = await book.facts(module, side.tables, mark);
    this.#facts = facts;
    await this.#loss.count({ book, tables: side.tables, facts, refused, at });
    this.#skips = await this.#refused.skips(book, refused);
    this.#held = facts.heldItems > 0 ? await book.heldSet(module) : null;
    this.#at = at;
  }
}
