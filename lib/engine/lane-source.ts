import { Fault } from "#lib/domain/fault.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { ExportParts, OpenedExport } from "./lane-parts.ts";
import type { Outbox } from "./outbox.ts";

/** The source of a lane: opened when it is needed, and anew after a failure; and whether what stands there may be exported. */
export class LaneSource {
  readonly #parts: Pick<ExportParts, "open">;
  readonly #outbox: Outbox;
  #opened: OpenedExport | null = null;
  /** The book that packages were numbered by. */
  #book: LaneBook | null = null;
  #isGivenUp = false;

  constructor(parts: Pick<ExportParts, "open">, outbox: Outbox) {
    this.#parts = parts;
    this.#outbox = outbox;
  }

  /** Null while it is not open. */
  get opened(): OpenedExport | null {
    return this.#opened;
  }

  /** A restore from the partner was asked for: nothing of what stands here is exported. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  giveUp(isGivenUp: boolean): void {
    this.#isGivenUp = isGivenUp;
  }

  checkGivenUp(): void {
    if (this.#isGivenUp) throw new Fault("restoring", "It is to be restored from the partner, as was asked.");
  }

  /** Faults while its store is lost. */
  open(): OpenedExport {
    if (this.#opened !== null) return this.#opened;
    const opened = this.#parts.open();
    // Another database may stand there by now, of another past: what it knows of the packages is read anew.
    if (opened.book !== this.#book) this.#outbox.distrust();
    this.#book = opened.book;
    this.#opened = opened;
    return opened;
  }

  /** It failed: whoever needs it next opens it anew. */
  drop(): void {
    this.#opened = null;
  }
}
