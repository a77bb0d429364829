import type { Ack } from "#lib/domain/ack.ts";
import { Fault } from "#lib/domain/fault.ts";
import { isFresh } from "#lib/domain/freshness.ts";
import type { StoreState } from "#lib/domain/store-state.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { LaneCanary } from "./lane-canary.ts";
import type { ExportParts, OpenedExport } from "./lane-parts.ts";
import type { Measure } from "./measure.ts";
import type { PartnerEar } from "./partner-ear.ts";
import type { StandbyPosition } from "./standby-position.ts";

/** What stands on the other side of a lane, by the partner's word: which store, how it is, and whether it is where it was. */
export class Standby {
  readonly #parts: ExportParts;
  readonly #ear: PartnerEar;
  readonly #position: StandbyPosition;
  readonly #canary: LaneCanary;
  readonly #measure: Measure;

  constructor(parts: ExportParts, ear: PartnerEar, position: StandbyPosition, canary: LaneCanary, measure: Measure) {
    this.#parts = parts;
    this.#ear = ear;
    this.#position = position;
    this.#canary = canary;
    this.#measure = measure;
  }

  /** How it is by the partner's word; null while that is not heard. */
  get state(): StoreState | null {
    const { standbyStoreId, clock } = this.#parts;
    const word = this.#ear.word(standbyStoreId, this.#measure.wallOf);
    if (word === null || !isFresh(word.heardAt, clock.now())) return null;
    return word.isSameStore ? word.standby : "lost";
  }

  /** The partner was heard in this run, and its store is the one that is expected and did not fall back. */
  get isRight(): boolean {
    return this.#isExpected && !this.#position.isRewound;
  }

  get #isExpected(): boolean {
    return this.#ear.standbyStamp === this.#parts.standbyStoreId;
  }

  /** Before a look. Where that makes all of it pending, what was forgotten of the standby is no matter, and needs no comparison. */
  async checkBeforeLook(book: LaneBook): Promise<void> {
    if (!this.#position.hasGoneBack && (await book.isBaselineDue(this.#parts.lane.module))) return;
    this.check();
  }

  check(): void {
    if (this.#position.isRewound) throw new Fault("standby-rewound", "The partner's position went back.");
  }

  /** Acks of another store than the one that stands there now are void: everything goes again (DESIGN L9). */
  async heedStore(book: LaneBook): Promise<void> {
    const { lane, clock, standbyStoreId: expected } = this.#parts;
    if (!this.#isExpected) return; // unheard, lost or another: told elsewhere
    const before = await book.ackedBy(lane.module);
    if (before === expected) return;
    this.#canary.forget();
    if (before !== null) {
      await book.forgetAcked(lane.module, clock.now());
      await book.setBaselineDue(lane.module, true);
    }
    await book.rememberAckedBy(lane.module, expected);
  }

  /** Only a fresh word of the right store says what is there; one of a standby that fell back is told as that. */
  async hearCanary(opened: OpenedExport | null, word: Ack | null): Promise<void> {
    const isAtHome = word?.standby === "ok" && word.importState !== "NotInitialized";
    if (word !== null && opened !== null && this.isRight && isAtHome) await this.#canary.heard(opened, word);
  }
}
