import { type CompareAsk, type ItemRange, NO_DIGEST, OWNED_THERE, REFUSED_THERE } from "#lib/domain/compare.ts";
import { asFault } from "#lib/domain/fault.ts";
import { INVENTORY_RANGE, type InventoryFace, type InventoryItem } from "#lib/domain/inventory.ts";
import { Attempts } from "../attempts.ts";
import { isOwnLoss } from "../comparison.ts";
import type { ImportParts, OpenedImport } from "../lane-parts.ts";
import { whyFailed } from "../why-failed.ts";
import type { Calm } from "./calm.ts";
import { rangesOf } from "./ranges.ts";

/** A question that could not be answered is tried again after this. */
const RETRY_MS = 5_000;
/** While an answer is written it is looked so often whether somebody still waits for it. */
const CHECK_MS = 5_000;

/** So often it is looked whether the answer is there and whole while its question stands. */
const LOOK_AFTER_MS = 60_000;

/** Nobody waits for the answer that was being written. */
class TakenBack extends Error {}

/** The importer's side of a compare: reads what it holds for the exporter, tells it by ranges, and touches nothing. */
export class CompareTelling {
  readonly #parts: ImportParts;
  readonly #calm: Calm;
  readonly attempts: Attempts;
  /** The asking that was answered last; null when nothing is asked. */
  #answered: string | null = null;
  #isSwept = false;
  #lookedAfterAt = Number.NEGATIVE_INFINITY;
  #retryAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ImportParts, calm: Calm) {
    this.#parts = parts;
    this.#calm = calm;
    this.attempts = new Attempts(parts, "what this pool holds could not be told for a compare");
  }

  /** Looks whether a compare is asked for, and answers. True when this changed what the word says. Never rejects. */
  async answer(signal: AbortSignal): Promise<boolean> {
    const { transport, lane, clock, storeStamp } = this.#parts;
    if (clock.elapsed() < this.#retryAt) return false;
    try {
      const ask = await transport.askedCompare(lane);
      if (ask === null || ask.storeStamp !== storeStamp) return await this.#sweep();
      if (nameOf(ask) === this.#answered && (await this.#isAnswerThere(ask))) return this.#recover();
      this.#isSwept = false; // what is begun leaves something behind, however it ends
      await this.#calm.hold(ask.isScheduled, () => this.#tell(ask, signal));
      this.#answered = nameOf(ask);
      this.#lookedAfterAt = clock.elapsed();
      return this.attempts.succeed();
    } catch (thrown) {
      if (thrown instanceof TakenBack) return false;
      this.#retryAt = clock.elapsed() + RETRY_MS;
      const why = whyFailed(thrown, this.#parts.open);
      return isOwnLoss(why) ? false : this.attempts.fail(why); // a loss is told by itself
    }
  }

  /** Nobody asks this store any more: an answer of before misleads nobody, and one that failed is wanted by nobody. */
  async #sweep(): Promise<boolean> {
    this.#answered = null;
    if (!this.#isSwept) await this.#parts.transport.forgetRanges(this.#parts.lane);
    this.#isSwept = true;
    return this.#recover();
  }

  /** There is nothing to do: what failed before is over. True when something had. */
  #recover(): boolean {
    return this.attempts.current.is === "failed" && this.attempts.succeed();
  }

  /** What was answered can still be read, as far as was looked after it: else who asked would wait for ever. */
  async #isAnswerThere(ask: CompareAsk): Promise<boolean> {
    const { transport, lane, clock } = this.#parts;
    if (clock.elapsed() - this.#lookedAfterAt < LOOK_AFTER_MS) return true;
    this.#lookedAfterAt = clock.elapsed();
    try {
      return (await transport.ranges(lane, this.#faceOf(ask))) !== null;
    } catch (thrown) {
      if (asFault(thrown).code === "package-damaged") return false;
      throw thrown;
    }
  }

  async #tell(ask: CompareAsk, signal: AbortSignal): Promise<void> {
    const { transport, lane } = this.#parts;
    const opened = this.#parts.open();
    await opened.inventory.checkGivable(lane.from);
    const ranges = this.#calm.paced(this.#ranges(opened, ask), this.#goesOn(ask, signal));
    try {
      await transport.tellRanges(lane, this.#faceOf(ask), ranges);
    } catch (thrown) {
      throw (await this.#isAsked(ask)) ? thrown : new TakenBack(); // who takes a question back takes its answer away too
    }
    await opened.inventory.checkGivable(lane.from); // what was told is of a standby that is whole
  }

  #faceOf({ requestId, asking }: CompareAsk): InventoryFace {
    const { lane, storeStamp } = this.#parts;
    return { requestId, asking, dataSet: lane.from, storeStamp };
  }

  #goesOn(ask: CompareAsk, signal: AbortSignal): () => Promise<void> {
    const { clock } = this.#parts;
    let checkedAt = clock.elapsed();
    return async () => {
      if (signal.aborted) throw new TakenBack();
      if (clock.elapsed() - checkedAt < CHECK_MS) return;
      checkedAt = clock.elapsed();
      if (!(await this.#isAsked(ask))) throw new TakenBack();
    };
  }

  async #isAsked(ask: CompareAsk): Promise<boolean> {
    const { transport, lane } = this.#parts;
    const still = await transport.askedCompare(lane);
    return still !== null && nameOf(still) === nameOf(ask);
  }

  async *#ranges({ inventory, book }: OpenedImport, { items, depth, salt }: CompareAsk): AsyncGenerator<ItemRange> {
    const { lane } = this.#parts;
    if (items !== null) {
      const told: InventoryItem[] = [...(await inventory.pick(lane.from, items))];
      for (const item of await inventory.owned(items)) told.push({ ...item, signature: OWNED_THERE });
      for (const [table, some] of Map.groupBy(items, (item) => item.table)) {
        const keys = some.map(({ key }) => key);
        for (const key of await book.held(lane.module, lane.from, table, keys))
          told.push({ table, key, signature: REFUSED_THERE });
      }
      for (let at = 0; at < told.length; at += INVENTORY_RANGE)
        yield { digest: NO_DIGEST, items: told.slice(at, at + INVENTORY_RANGE) };
      return;
    }
    for (let after: Awaited<ReturnType<typeof book.refused>>[number] | null = null; ; ) {
      const refused = await book.refused(lane.module, lane.from, after, INVENTORY_RANGE);
      if (refused.length > 0)
        yield { digest: NO_DIGEST, items: refused.map((item) => ({ ...item, signature: REFUSED_THERE })) };
      after = refused.at(-1) ?? null;
      if (refused.length < INVENTORY_RANGE) break;
    }
    const pages = inventory.take(lane.from, () => {}, { depth, salt });
    yield* rangesOf(pages, (signature) => inventory.rangeForm(signature, "copy"));
  }
}

function nameOf({ requestId, asking }: CompareAsk): string {
  return `${requestId} ${asking}`;
}
