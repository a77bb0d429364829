import { asFault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { LaneLoss } from "#lib/domain/loss.ts";
import { NO_LOSS } from "#lib/domain/loss.ts";
import type { Quarantine } from "#lib/domain/quarantine.ts";
import type { BookFacts, LaneBook } from "#lib/ports/user-store.ts";
import type { ExportParts } from "./lane-parts.ts";

/** So many are counted at once, with the rest of the evidence. */
const FEW = 5_000;
/** Counting many takes at most this share of the time; until then the last counts hold, as of their moment. */
const SHARE = 0.05;

type Asked = {
  readonly book: LaneBook;
  readonly tables: readonly string[];
  readonly facts: BookFacts;
  readonly refused: Quarantine;
  readonly at: Instant;
};

/** Keeps count of what would be lost with this pool. */
export class LossKeeper {
  readonly #parts: Pick<ExportParts, "lane" | "clock" | "log" | "changed">;
  #loss: LaneLoss | null = null;
  #isCounting = false;
  /** By `Clock.elapsed`. */
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(parts: Pick<ExportParts, "lane" | "clock" | "log" | "changed">) {
    this.#parts = parts;
  }

  get loss(): LaneLoss | null {
    return this.#loss;
  }

  /** Counts with the evidence that was just read, or begins to; rejects when the book cannot be read. */
  async count(asked: Asked): Promise<void> {
    const items = asked.facts.pendingItems + asked.facts.inFlightItems + asked.refused.items;
    if (items > FEW) {
      if (!this.#isCounting && this.#parts.clock.elapsed() >= this.#restsUntil) void this.#countAside(asked);
      return;
    }
    this.#loss = items === 0 ? { counts: NO_LOSS, unnamed: 0, since: null, at: asked.at } : await this.#lossOf(asked);
  }

  async #countAside(asked: Asked): Promise<void> {
    const { clock, log, changed, lane } = this.#parts;
    const began = clock.elapsed();
    this.#isCounting = true;
    try {
      const counted = await this.#lossOf(asked);
      if (this.#loss === null || counted.at > this.#loss.at) this.#loss = counted; // it may have shrunk meanwhile
      changed();
    } catch (thrown) {
      log("what would be lost could not be counted", { module: lane.module, code: asFault(thrown).code });
    } finally {
      this.#isCounting = false;
      const now = clock.elapsed();
      this.#restsUntil = now + (now - began) / SHARE;
    }
  }

  async #lossOf({ book, tables, facts, refused, at }: Asked): Promise<LaneLoss> {
    const { module } = this.#parts.lane;
    const counts = await book.loss(module, tables, refused.named);
    const moments = [facts.oldestChangeAt, Date.parse(refused.oldestAt ?? "")].filter(
      (one): one is Instant => one !== null && Number.isFinite(one),
    );
    const since = moments.length === 0 ? null : Math.min(...moments);
    return { counts, unnamed: refused.items - refused.named.length, since, at };
  }
}
