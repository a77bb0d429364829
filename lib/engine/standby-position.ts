import type { Ack } from "#lib/domain/ack.ts";
import { comparePackages, type PackageId } from "#lib/domain/package.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { ExportParts } from "./lane-parts.ts";

/** Whether the standby still stands where it acknowledged to stand. */
export class StandbyPosition {
  readonly #parts: Pick<ExportParts, "transport" | "lane" | "clock" | "standbyStoreId">;
  #hasGoneBack = false;
  /** What was acknowledged before it was forgotten may be missing there; known from run to run. */
  #isBehind = false;

  constructor(parts: Pick<ExportParts, "transport" | "lane" | "clock" | "standbyStoreId">) {
    this.#parts = parts;
  }

  /** The partner's position is behind what it acknowledged before, or was when that was forgotten: until the two are compared. */
  get isRewound(): boolean {
    return this.#hasGoneBack || this.#isBehind;
  }

  /** The same, but for what was forgotten: its last word is of a position behind what it acknowledged. */
  get hasGoneBack(): boolean {
    return this.#hasGoneBack;
  }

  /** Before anything is said of the lane. */
  async load(book: LaneBook): Promise<void> {
    this.#isBehind = await book.isStandbyBehind(this.#parts.lane.module);
  }

  /** A word of the partner's, before what it acknowledges is cleared. */
  async judge(book: LaneBook, word: Ack): Promise<void> {
    if (!isPositionTold(word)) return;
    const acked = await book.lastAcked(this.#parts.lane.module);
    this.#hasGoneBack = acked !== null && !hasApplied(word, acked);
  }

  /**
   * The whole data set is to be compared: of packages it is no matter any more what the partner once had. Unless its word says
   * that it has all of that, it is behind until `compared`, whatever becomes of the comparison.
   */
  async forgetAcked(book: LaneBook): Promise<void> {
    const { transport, lane, clock } = this.#parts;
    const acked = await this.acked(book);
    if (acked !== null && !hasApplied(await transport.partnerWord(lane), acked)) {
      await book.setStandbyBehind(lane.module, true); // before what tells it is gone
      this.#isBehind = true;
    }
    await book.forgetAcked(lane.module, clock.now());
    this.#hasGoneBack = false;
  }

  /** What the standby lacks waits to be sent: by a comparison, or because everything does. */
  async compared(book: LaneBook): Promise<void> {
    if (!this.#isBehind) return;
    await book.setStandbyBehind(this.#parts.lane.module, false);
    this.#isBehind = false;
  }

  /** The last package that the standby acknowledged. Acks of another store are no measure of this one. */
  async acked(book: LaneBook): Promise<PackageId | null> {
    const { lane, standbyStoreId } = this.#parts;
    const by = await book.ackedBy(lane.module);
    return by === null || by === standbyStoreId ? book.lastAcked(lane.module) : null;
  }
}

/** Only an importer that has read its position can have fallen back. */
function isPositionTold({ standby, importState }: Ack): boolean {
  return standby === "ok" && importState !== "NotInitialized";
}

function hasApplied(word: Ack | null, id: PackageId): boolean {
  return word !== null && isPositionTold(word) && word.applied !== null && comparePackages(word.applied, id) >= 0;
}
