import { asFault, type Fault } from "#lib/domain/fault.ts";
import type { ExportGear } from "./export-gear.ts";
import type { OpenedExport } from "./lane-parts.ts";
import { whyFailed } from "./why-failed.ts";

/** A failed cycle is tried again after this, or after the interval when that is shorter. */
export const RETRY_MS = 10_000;

/** How a piece of work went: "again" when what is on its way has to be sent again first, or the engine stops. */
export type Outcome = "through" | "partly" | "again";

/** What an export does with its source, one piece at a time, and what comes of a piece that fails. */
export class LaneWork {
  readonly #gear: ExportGear;
  #catchingUp: Promise<void> = Promise.resolve();
  #judging: Promise<void> = Promise.resolve();
  #isAtWork = false;

  constructor(gear: ExportGear) {
    this.#gear = gear;
  }

  get isAtWork(): boolean {
    return this.#isAtWork;
  }

  /** Never rejects: a failure is evidence. */
  async carryOut(body: () => Promise<Outcome>): Promise<Outcome> {
    const { parts, source, outbox, cycles, schedule } = this.#gear;
    const { clock } = parts;
    while (this.#isAtWork) await this.#judging;
    this.#isAtWork = true;
    try {
      // A change that is taken in while its item is being packed would leave with what was read before it.
      await this.#catchingUp.catch(() => {});
      const outcome = await body();
      if (outcome === "again") this.restartRuns();
      if (outcome === "again" || outbox.mustRebuild) schedule.noLaterThan(clock.elapsed());
      return outcome;
    } catch (thrown) {
      cycles.fail(whyFailed(thrown, parts.open));
      source.drop();
      this.restartRuns();
      schedule.retryAfter(clock.elapsed(), Math.min(parts.intervalMs(), RETRY_MS));
      return "partly";
    } finally {
      this.#isAtWork = false;
    }
  }

  /**
   * Something could not be read; everything else went. Requests go on with what is left, they do not send all of it anew;
   * only a look that was blind somewhere is taken anew, and not more often than a cycle is.
   */
  partly(fault: Fault, isLookBlind: boolean): Outcome {
    const { parts, cycles, runs, schedule } = this.#gear;
    const { clock, intervalMs } = parts;
    cycles.fail(fault);
    const isAnew = isLookBlind && runs.hasOpen;
    if (isAnew) this.restartRuns();
    schedule.retryAfter(clock.elapsed(), isAnew ? intervalMs() : Math.min(intervalMs(), RETRY_MS));
    return "partly";
  }

  /** Requests begin anew; what was on its way for them is to be pending again before the partner is asked once more. */
  restartRuns(): void {
    const { parts, comparison, runs } = this.#gear;
    comparison.restart();
    runs.restart(parts.clock.now());
  }

  /** Takes in what changed, unless a piece of work is doing that. */
  async catchUp({ side }: OpenedExport): Promise<void> {
    if (this.#isAtWork) return;
    this.#catchingUp = side.catchUp();
    await this.#catchingUp;
  }

  /** A lane that is at work has just looked, and one that never ran does so by itself. Never rejects. */
  judgeOwn(): Promise<void> {
    if (this.#isAtWork || this.#gear.outbox.mustRebuild) return this.#judging;
    this.#isAtWork = true;
    this.#judging = this.#judge();
    return this.#judging;
  }

  async #judge(): Promise<void> {
    const { parts, source, measure, guard } = this.#gear;
    try {
      await this.#catchingUp.catch(() => {});
      source.checkGivenUp();
      const opened = source.open();
      const look = await opened.side.look(false, () => measure.progress());
      await opened.side.findGone(() => measure.progress());
      await guard.check(opened, look.at);
    } catch (thrown) {
      const { code } = asFault(whyFailed(thrown, parts.open));
      parts.log("it could not be looked at for its partner", { code }); // the next cycle tells
    } finally {
      this.#isAtWork = false;
      parts.changed();
    }
  }
}
