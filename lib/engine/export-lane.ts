import type { ExportReport } from "#lib/domain/evidence.ts";
import type { Lift } from "#lib/domain/lift.ts";
import { carries, type SyncRun } from "#lib/domain/request.ts";
import type { LaneTrail } from "#lib/domain/trail.ts";
import type { ToldCompares } from "./compare/compare-keeper.ts";
import { type ExportGear, exportGear } from "./export-gear.ts";
import { LaneCarry } from "./lane-carry.ts";
import { LaneCycle } from "./lane-cycle.ts";
import { LaneDue } from "./lane-due.ts";
import type { ExportParts } from "./lane-parts.ts";
import { LaneReport, type Tellers } from "./lane-report.ts";
import { LaneWork } from "./lane-work.ts";
import { Listening } from "./listening.ts";
import { OwnLook } from "./own-look.ts";
import type { Asked } from "./run-book.ts";

/**
 * One module's export from one pool: looks, sends, hears the partner, and reads off what it knows. `cycle` and
 * `sendTombstones` never run at once; `listen` and `report` may run beside them.
 */
export class ExportLane {
  readonly #gear: ExportGear;
  readonly #listening: Listening;
  readonly #tellers: Tellers;
  readonly #report: LaneReport;

  constructor(parts: ExportParts) {
    const gear = exportGear(parts);
    const report = new LaneReport(gear);
    const work = new LaneWork(gear);
    const listening = new Listening(gear, work);
    const look = new OwnLook(gear);
    const carry = new LaneCarry(gear, work, listening, look, () => report.lastFinalAt);
    const cycle = new LaneCycle(gear, work, listening, carry);
    this.#gear = gear;
    this.#listening = listening;
    this.#report = report;
    this.#tellers = { work, look, carry, cycle, due: new LaneDue(gear, look) };
  }

  get lane() {
    return this.#gear.parts.lane;
  }

  /** When this lane wants its next cycle, by `Clock.elapsed`. */
  get dueAt(): number {
    return this.#tellers.due.at;
  }

  /** Tombstones whose look's images are acked can go at any time (DESIGN L10). */
  get hasTombstonesReady(): boolean {
    return this.#gear.tombstones.areReady && this.dueAt > this.#gear.parts.clock.elapsed();
  }

  /** The interval changed: the next cycle is due that long after the last window began. */
  intervalChanged(): void {
    const { parts, schedule } = this.#gear;
    schedule.ended(parts.clock.elapsed(), parts.intervalMs());
  }

  /** Its limits are lifted, or hold again: what waits for the next window waits no longer. */
  lift(change: Lift | null): void {
    const { parts, lift, schedule } = this.#gear;
    if (!lift.learn(change)) return;
    if (lift.isOn) schedule.noLaterThan(parts.clock.elapsed());
    parts.changed();
  }

  /** Learns which requests concern this lane. */
  learn(asked: readonly Asked[]): void {
    const { parts, compare, runs, schedule } = this.#gear;
    compare.learn(asked.filter(({ what }) => !carries(what)));
    const carrying = asked.filter(({ what }) => carries(what));
    if (!runs.learn(carrying, parts.clock.now())) return;
    schedule.forgive();
    parts.changed();
  }

  /** A restore from the partner was asked for: nothing of what stands here is exported from then on. */
  giveUp(isGivenUp: boolean): void {
    const { parts, source, schedule } = this.#gear;
    if (source.isGivenUp && !isGivenUp) schedule.noLaterThan(parts.clock.elapsed());
    source.giveUp(isGivenUp);
  }

  runs(): SyncRun[] {
    return this.#gear.runs.told();
  }

  forget(told: readonly SyncRun[]): void {
    this.#gear.runs.forget(told);
  }

  /** Compares with the standby, beside cycles: does what can be done now. Never rejects. */
  compare(signal: AbortSignal): Promise<void> {
    return this.#gear.compare.turn(signal);
  }

  get isComparing(): boolean {
    return this.#gear.compare.isAtWork;
  }

  /** How compares that were asked for are, and what is new of what they found. */
  compares(): ToldCompares {
    const { compare } = this.#gear;
    const kept = compare.told();
    return { runs: compare.runs(), kept: kept && { lane: this.lane, kept } };
  }

  forgetCompares({ runs, kept }: ToldCompares): void {
    this.#gear.compare.forget(runs, kept?.kept ?? null);
  }

  /** What happened since the ledger was told. */
  trail(): LaneTrail {
    return this.#gear.trail.told();
  }

  forgetTrail(told: LaneTrail): void {
    this.#gear.trail.forget(told);
  }

  /** One cycle: look, send what is pending within the limits (D18). Never rejects: a failure is evidence. */
  cycle(signal: AbortSignal): Promise<void> {
    return this.#tellers.cycle.run(signal);
  }

  /** Sends the tombstones of a look whose images are acked. Never rejects; what ails the last cycle goes on ailing. */
  sendTombstones(signal: AbortSignal): Promise<void> {
    return this.#tellers.cycle.sendTombstones(signal);
  }

  /**
   * Looks between cycles, and lets the guard judge what is gone by now: before the partner is told that nothing is to come
   * back. Never rejects.
   */
  judgeOwn(): Promise<void> {
    return this.#tellers.work.judgeOwn();
  }

  /** Hears the partner and clears what it acknowledged. Never rejects. */
  listen(): Promise<void> {
    return this.#listening.listen();
  }

  /** What is known now. Looks at the stores' markers and the capture each time, so that a loss is seen between cycles. */
  report(): Promise<ExportReport> {
    return this.#report.tell(this.#tellers);
  }
}
