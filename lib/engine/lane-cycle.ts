import type { Instant } from "#lib/domain/instant.ts";
import type { ExportGear } from "./export-gear.ts";
import type { LaneCarry } from "./lane-carry.ts";
import { type LaneWork, RETRY_MS } from "./lane-work.ts";
import type { Listening } from "./listening.ts";

/** The cycles of an export: its windows, their trail, and when the next one comes. */
export class LaneCycle {
  readonly #gear: ExportGear;
  readonly #work: LaneWork;
  readonly #listening: Listening;
  readonly #carry: LaneCarry;
  #lastAt: Instant | null = null;

  constructor(gear: ExportGear, work: LaneWork, listening: Listening, carry: LaneCarry) {
    this.#gear = gear;
    this.#work = work;
    this.#listening = listening;
    this.#carry = carry;
  }

  /** When the last one ended, however. */
  get lastAt(): Instant | null {
    return this.#lastAt;
  }

  /** Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { parts, cycles, lift, trail, sender, schedule, stillness } = this.#gear;
    const { clock } = parts;
    const wasLifted = lift.isOn;
    this.#beginWindow();
    trail.cycleBegan();
    const outcome = await this.#work.carryOut(() => this.#carry.all(signal));
    if (outcome === "through") {
      cycles.succeed();
      schedule.ended(clock.elapsed(), parts.intervalMs());
      if (stillness.isAwaited) schedule.noLaterThan(clock.elapsed() + RETRY_MS);
      // What the limits made it leave before they were lifted waits no longer.
      if (lift.isOn && !wasLifted) schedule.noLaterThan(clock.elapsed());
    }
    this.#lastAt = clock.now();
    trail.cycleEnded(outcome, cycles.current, sender.isUsedUp);
    parts.changed();
  }

  #beginWindow(): void {
    const { parts, cycles, runs, lift, sender, tombstones, schedule } = this.#gear;
    const isFirst = cycles.current.is === "none";
    const isAsked = runs.hasAccepted || this.#listening.isAnswered || lift.isOn;
    if (!schedule.begin(parts.clock.elapsed(), parts.intervalMs(), isAsked, isFirst)) return;
    this.#listening.takenUp();
    sender.newWindow();
    tombstones.newWindow();
  }

  /** What ails the last cycle goes on ailing. Never rejects. */
  async sendTombstones(signal: AbortSignal): Promise<void> {
    const { parts, cycles, trail, tombstones } = this.#gear;
    tombstones.began();
    trail.cycleBegan();
    const outcome = await this.#work.carryOut(() => this.#carry.tombstones(signal));
    trail.cycleEnded(outcome, cycles.current, tombstones.areLimited);
    parts.changed();
  }
}
