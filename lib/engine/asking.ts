import { asFault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { Authority, InventoryPages } from "#lib/domain/inventory.ts";
import type { ExportParts } from "./lane-parts.ts";
import type { OpenAsk } from "./run-book.ts";

/** What the partner holds: of this pool's data set, and of its own when it wants that back. */
export type Answer = { readonly standby: InventoryPages; readonly own: InventoryPages | null };

/** The exporter's question to its partner, one at a time, and the answer (DESIGN L11). */
export class Asking {
  readonly #parts: ExportParts;
  /** The request that the question stands for; undefined while it is not known what a run before left there. */
  #standing: string | null | undefined = undefined;
  #number = 0;

  constructor(parts: ExportParts) {
    this.#parts = parts;
  }

  /** Asks, unless the question stands and can be read; an answer to an earlier one is no answer to this. */
  async ask(open: OpenAsk): Promise<void> {
    const { transport, lane } = this.#parts;
    if (this.#standing === open.id) {
      if ((await transport.asked(lane))?.asking !== this.#asking) await this.#write(open); // it was damaged, or taken away
      return;
    }
    await transport.forgetAnswers(lane);
    this.#number += 1;
    await this.#write(open);
    this.#standing = open.id;
  }

  async #write(open: OpenAsk): Promise<void> {
    const { transport, lane, clock, standbyStoreId: storeStamp } = this.#parts;
    const [authority, asking] = [authorityOf(open), this.#asking];
    const at = isoInstant(clock.now());
    await transport.ask(lane, { format: 1, requestId: open.id, asking, authority, storeStamp, at });
  }

  /**
   * Null while the partner has not answered what this run asked last: it may still be writing an answer to what was asked
   * before. The answer about this pool's data set comes last.
   */
  async answer({ id }: OpenAsk): Promise<Answer | null> {
    if (this.#standing !== id) return null;
    const { transport, lane, standbyStoreId: storeStamp } = this.#parts;
    const face = { requestId: id, asking: this.#asking, storeStamp };
    try {
      const standby = await transport.inventory(lane, { ...face, dataSet: lane.from });
      if (standby === null) return null;
      return { standby, own: await transport.inventory(lane, { ...face, dataSet: lane.to }) };
    } catch (thrown) {
      // The partner answers a question once: what was damaged on its way never becomes whole.
      if (asFault(thrown).code === "package-damaged") this.forget();
      throw thrown;
    }
  }

  get #asking(): string {
    return `${this.#parts.runId} ${this.#number}`;
  }

  /** It was asked in this run, and not taken back. */
  get stands(): boolean {
    return typeof this.#standing === "string";
  }

  /** The question is to be asked anew, for what was answered is used up or of before. */
  forget(): void {
    this.#standing = undefined;
  }

  /** Nobody waits for an answer any more. */
  async end(): Promise<void> {
    if (this.#standing === null) return;
    await this.#parts.transport.ask(this.#parts.lane, null);
    this.#standing = null;
  }
}

function authorityOf({ what }: OpenAsk): Authority {
  switch (what) {
    case "restore":
      return "from-partner";
    case "adopt":
      return "adopt";
    case "full-push":
    case "delta":
    case "release":
    case "bring-back":
    case "compare":
    case "send-again":
    case "retry":
    case "skip":
      return "sync";
  }
}
