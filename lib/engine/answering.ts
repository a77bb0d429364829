import { asFault } from "#lib/domain/fault.ts";
import type { InventoryAsk } from "#lib/domain/inventory.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { renewedReceipt } from "#lib/domain/return-receipt.ts";
import { type OwnState, wantsReturn } from "#lib/domain/store-state.ts";
import { Attempts } from "./attempts.ts";
import type { ImportParts, OpenedImport } from "./lane-parts.ts";
import { whyFailed } from "./why-failed.ts";

/** A question that could not be answered is tried again after this. */
const RETRY_MS = 5_000;
/** While a question stands it is looked so often whether its answer still lies there: reading all of it is no small thing. */
const LOOK_AFTER_MS = 5 * 60_000;

/**
 * The importer's side of a full push and of a restore (DESIGN L11): begins what the request authorises, and answers what this
 * pool holds. One question is answered once, unless its answer is taken away; what it told is then the exporter's to use.
 */
export class Answering {
  readonly #parts: ImportParts;
  readonly #getsOn: () => void;
  /** Says the word as it is now. Who has the answer never believes a word of before it. */
  readonly #sayWord: (opened: OpenedImport) => Promise<void>;
  /** Why a question could not be answered. */
  readonly attempts: Attempts;
  /** The asking that was answered last; null when nothing is asked. */
  #answered: string | null = null;
  #isSwept = false;
  #lookedAfterAt = Number.NEGATIVE_INFINITY;
  #retryAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ImportParts, getsOn: () => void, sayWord: (opened: OpenedImport) => Promise<void>) {
    this.#parts = parts;
    this.#getsOn = getsOn;
    this.#sayWord = sayWord;
    this.attempts = new Attempts(parts, "what this pool holds could not be told");
  }

  /** Looks whether something is asked, and answers. True when this changed what the word says. Never rejects. */
  async answer(): Promise<boolean> {
    const { transport, lane, clock } = this.#parts;
    if (clock.elapsed() < this.#retryAt) return false;
    try {
      const ask = await transport.asked(lane);
      if (ask === null) return await this.#sweep();
      const name = `${ask.requestId} ${ask.asking}`;
      if (ask.storeStamp !== this.#parts.storeStamp) return this.#recover();
      if (name === this.#answered && (await this.#isAnswerThere(ask))) return this.#recover();
      this.#isSwept = false; // what is begun leaves something behind, however it ends
      await this.#answer(ask, name === this.#answered);
      this.#answered = name;
      this.#lookedAfterAt = clock.elapsed();
      return this.attempts.succeed() || true;
    } catch (thrown) {
      this.#retryAt = clock.elapsed() + RETRY_MS;
      return this.attempts.fail(whyFailed(thrown, this.#parts.open));
    }
  }

  /** Nobody asks any more: answers of before mislead nobody, and one that failed is wanted by nobody. */
  async #sweep(): Promise<boolean> {
    this.#answered = null;
    if (!this.#isSwept) await this.#parts.transport.forgetAnswers(this.#parts.lane);
    this.#isSwept = true;
    return this.#recover();
  }

  /** There is nothing to do: what failed before is over. True when something had. */
  #recover(): boolean {
    return this.attempts.current.is === "failed" && this.attempts.succeed();
  }

  /** What was answered lies there, as far as was looked after it: else who asked would wait for ever. A damaged one is asked for anew. */
  async #isAnswerThere({ requestId, asking, storeStamp }: InventoryAsk): Promise<boolean> {
    const { transport, lane, clock } = this.#parts;
    if (clock.elapsed() - this.#lookedAfterAt < LOOK_AFTER_MS) return true;
    this.#lookedAfterAt = clock.elapsed();
    try {
      return (await transport.inventory(lane, { requestId, asking, storeStamp, dataSet: lane.from })) !== null;
    } catch (thrown) {
      if (asFault(thrown).code === "package-damaged") return true;
      throw thrown;
    }
  }

  /** `isAgain`: it was answered before, and perhaps used: what its receipt says since is of this asking. */
  async #answer(ask: InventoryAsk, isAgain: boolean): Promise<void> {
    const { lane } = this.#parts;
    const opened = this.#parts.open();
    const { side, book } = opened;
    const { requestId, authority } = ask;
    if ((await side.stateOf(lane.from)).is !== "ok") await side.beginRestore(lane.from, requestId, authority);
    await this.#parts.judgeOwn(); // a loss of just now is known by its look alone
    const isWanted =
      authority === "from-partner" ||
      wantsReturn(await readOwnState(opened, lane.module, lane.to)) ||
      (await book.isRestored(lane.module, lane.to, requestId)); // its receipt still has to be told
    if (isWanted) {
      await side.beginRestore(lane.to, requestId, authority);
      const before = await book.receipt(lane.module, lane.from);
      if (!isAgain || before?.requestId !== requestId)
        await book.noteReturn(lane.module, lane.from, renewedReceipt(before, requestId));
      await this.#sayWord(opened);
      await this.#tell(opened, ask, lane.to);
    }
    await this.#tell(opened, ask, lane.from); // last: it is the sign that all is told
  }

  #tell(
    { inventory }: OpenedImport,
    { requestId, asking, storeStamp }: InventoryAsk,
    dataSet: PoolFqdn,
  ): Promise<void> {
    const { transport, lane } = this.#parts;
    const pages = inventory.take(dataSet, this.#getsOn);
    return transport.answer(lane, { requestId, asking, dataSet, storeStamp }, pages);
  }
}

/** State of a pool's own data set as its partner is told it; null while it cannot be known. */
export async function ownState(
  opened: OpenedImport,
  module: ImportParts["lane"]["module"],
  pool: PoolFqdn,
): Promise<OwnState | null> {
  try {
    return await readOwnState(opened, module, pool);
  } catch (thrown) {
    return asFault(thrown).code === "store-lost" ? "lost" : null;
  }
}

/** The same; faults while it cannot be known: nobody is told that nothing is missing then. */
async function readOwnState(
  { side, book }: OpenedImport,
  module: ImportParts["lane"]["module"],
  pool: PoolFqdn,
): Promise<OwnState> {
  const { is } = await side.stateOf(pool);
  if (is !== "ok") return is;
  return (await book.heldSet(module)) === null ? "ok" : "deletions-held";
}
