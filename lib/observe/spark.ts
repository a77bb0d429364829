import type { Instant } from "#lib/domain/instant.ts";
import { SPARK_SLOT_MS, SPARK_SLOTS, type SparkPoint } from "#lib/ports/history.ts";

/** A lane's last six hours in steps of five minutes, each with the most that was at risk. */
export class Spark {
  #points: readonly SparkPoint[];
  #open: SparkPoint | null = null;

  constructor(points: readonly SparkPoint[]) {
    this.#points = points;
  }

  /** Takes a reading in. The points when five minutes are over; else null. */
  see(at: Instant, riskMs: number): readonly SparkPoint[] | null {
    const slot = Math.floor(at / SPARK_SLOT_MS);
    const before = this.#open ?? this.#points.at(-1) ?? null;
    if (before !== null && before[0] === slot) {
      this.#open = [slot, Math.max(before[1], riskMs)];
      return null;
    }
    const closed = this.#open;
    this.#open = [slot, riskMs];
    if (closed === null) return null;
    const kept = this.#points.filter(
      ([number]) => number !== closed[0] && number > slot - SPARK_SLOTS && number < slot,
    );
    this.#points = [...kept, closed];
    return this.#points;
  }
}
