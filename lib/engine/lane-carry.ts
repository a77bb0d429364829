import type { Instant } from "#lib/domain/instant.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { BeforeLook } from "./before-look.ts";
import { bringBack } from "./by-hand.ts";
import { compareWith } from "./compare-with.ts";
import type { ExportGear } from "./export-gear.ts";
import type { OpenedExport } from "./lane-parts.ts";
import type { LaneWork, Outcome } from "./lane-work.ts";
import type { Listening } from "./listening.ts";
import type { OwnLook } from "./own-look.ts";
import { sendAhead, sendImages } from "./send-images.ts";

/** What a cycle carries: looks, sends the images that it found, and their tombstones once those are acked (D18). */
export class LaneCarry {
  readonly #gear: ExportGear;
  readonly #work: LaneWork;
  readonly #listening: Listening;
  readonly #look: OwnLook;
  readonly #before: BeforeLook;
  readonly #lastFinalAt: () => Instant | null;
  #mark = 0;
  #lastScanAt: Instant | null = null;

  constructor(
    gear: ExportGear,
    work: LaneWork,
    listening: Listening,
    look: OwnLook,
    lastFinalAt: () => Instant | null,
  ) {
    this.#gear = gear;
    this.#work = work;
    this.#listening = listening;
    this.#look = look;
    this.#before = new BeforeLook(gear, listening, look);
    this.#lastFinalAt = lastFinalAt;
  }

  /** The cut-off of the last ended cycle; what is left of it was left over. */
  get mark(): number {
    return this.#mark;
  }

  /** When the last look began that could read everything. */
  get lastScanAt(): Instant | null {
    return this.#lastScanAt;
  }

  async all(signal: AbortSignal): Promise<Outcome> {
    const { parts, source, runs, compare, guard, measure, outbox, comparison, stillness, tombstones, canary } =
      this.#gear;
    const { clock, lane, ledger } = parts;
    const opened = source.open();
    const { side, book } = opened;
    const answer = await this.#before.prepare(opened);
    const isFirstSync = (this.#lastFinalAt() ?? (await ledger.lastFinalAt(lane))) === null;
    const isBackToBack = runs.isAtWork || isFirstSync;
    const beganAt = clock.elapsed();
    const cutOffAt = clock.now();
    let aheadMs = 0;
    const ahead = async () => {
      const since = clock.elapsed();
      await sendAhead(this.#gear, opened, cutOffAt, isBackToBack, signal);
      aheadMs += clock.elapsed() - since;
    };
    const { look, lost } = await this.#look.take(opened, answer, ahead);
    const tookMs = clock.elapsed() - beganAt - aheadMs;
    const { isCompared, found } = await compareWith(this.#gear, opened, answer, look, lost);
    await bringBack(parts, runs, opened.inventory, look.at);
    if (lost === null && look.fault === null && look.closed) {
      compare.looked(beganAt);
      await compare.sendDue(opened, look.at);
    }
    if (lost === null) await guard.check(opened, look.at);
    const mark = await book.mark();
    measure.progress();
    const facts = await book.facts(lane.module, side.tables, mark);
    runs.looked(facts, clock.now(), found);
    const requestId = runs.current;
    const load = { side, book, phase: "images", mark, cutOffAt: look.at, isBackToBack, requestId } as const;
    const leftBytes = facts.pendingBytes;
    const all = { ...load, left: facts.upToMark, goneLater: facts.goneUpToMark, leftBytes };
    const carried = await sendImages(this.#gear, all, lost, signal);
    if (!carried.isThrough) return "again";
    this.#look.carried({ ...look, tookMs, missed: isCompared ? null : look.missed });
    this.#mark = mark;
    if (carried.left === 0 && carried.returnFault === null) await comparison.closeReturned(book, look.at);
    if (lost !== null) {
      runs.sent(outbox.last, clock.now()); // nothing else can be done for them
      return this.#work.partly(lost, false);
    }
    if (carried.left === 0 && carried.fault === null) await comparison.closeOwn(book, look.at);
    // What could not be read may be the other name of what is gone: while it has not left, no tombstone of its look may.
    stillness.looked(look.isShrinking, clock.elapsed());
    if (carried.fault === null && !stillness.isAwaited) {
      await guard.check(opened, look.at);
      await tombstones.planUpTo(mark, book, answer !== null);
    }
    const fault = look.fault ?? carried.fault;
    if (fault !== null) return this.#work.partly(fault, look.fault !== null);
    this.#lastScanAt = look.at;
    const areTombstonesDue = !stillness.isAwaited && (await this.#areImagesAcked(book));
    const outcome = areTombstonesDue ? await this.#carryTombstones(opened, isBackToBack, signal) : "through";
    // Last of all: nobody's data waits for it.
    if (outcome === "through" && carried.left === 0)
      await canary.send(opened, { mark, cutOffAt: look.at }, outbox, look);
    return outcome;
  }

  /** The tombstones of the last look alone. */
  async tombstones(signal: AbortSignal): Promise<Outcome> {
    return this.#carryTombstones(this.#gear.source.open(), false, signal);
  }

  async #areImagesAcked(book: LaneBook): Promise<boolean> {
    const flights = await book.flights(this.#gear.parts.lane.module);
    this.#listening.acked(flights);
    return this.#gear.tombstones.isDue(flights);
  }

  async #carryTombstones(opened: OpenedExport, isBackToBack: boolean, signal: AbortSignal): Promise<Outcome> {
    const { parts, source, standby, tombstones } = this.#gear;
    const check = () => {
      this.#look.checkSight();
      standby.check();
      source.checkGivenUp();
    };
    const cutOffAt = this.#look.last?.at ?? parts.clock.now();
    const carried = await tombstones.carry(opened, check, this.#mark, cutOffAt, isBackToBack, signal);
    if (carried.fault !== null) return this.#work.partly(carried.fault, false);
    return carried.isThrough ? "through" : "again";
  }
}
