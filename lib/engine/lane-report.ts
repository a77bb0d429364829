import type { ExportReport } from "#lib/domain/evidence.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { judgeExport } from "#lib/domain/lane-state.ts";
import type { ExportGear } from "./export-gear.ts";
import type { LaneCarry } from "./lane-carry.ts";
import type { LaneCycle } from "./lane-cycle.ts";
import type { LaneDue } from "./lane-due.ts";
import { type LaneWork, RETRY_MS } from "./lane-work.ts";
import type { OwnLook } from "./own-look.ts";
import { reportOf } from "./tell-export.ts";
import { whyFailed } from "./why-failed.ts";

/** Who knows what a report tells, beside the gear. */
export type Tellers = {
  readonly work: LaneWork;
  readonly look: OwnLook;
  readonly carry: LaneCarry;
  readonly cycle: LaneCycle;
  readonly due: LaneDue;
};

/** What an export says of itself. */
export class LaneReport {
  readonly #gear: ExportGear;
  #lastFinalAt: Instant | null = null;

  constructor(gear: ExportGear) {
    this.#gear = gear;
  }

  /** When it was last judged final in this run. */
  get lastFinalAt(): Instant | null {
    return this.#lastFinalAt;
  }

  async tell(tellers: Tellers): Promise<ExportReport> {
    const { parts, measure, trail, hearings, cycles, counts, tombstones, ear, canary, lift, compare, runs } =
      this.#gear;
    const { lane, role, runId, clock, standbyStoreId, intervalMs } = parts;
    const at = clock.now();
    await this.#count(tellers, at);
    const report = reportOf({
      lane,
      role,
      runId,
      at,
      measure,
      trail,
      attempt: hearings.current.is === "failed" ? hearings.current : cycles.current,
      look: tellers.look.last,
      ...counts.told,
      areTombstonesLimited: tombstones.areLimited,
      partner: ear.word(standbyStoreId, measure.wallOf),
      canary: canary.report(measure.wallOf),
      isCanaryMissing: canary.isMissing,
      dueAt: tellers.due.at,
      lastCycleAt: tellers.cycle.lastAt,
      lastScanAt: tellers.carry.lastScanAt,
      lastFinalAt: this.#lastFinalAt,
      limitLiftedUntil: lift.until(measure.wallOf),
      compare: compare.lane,
    });
    const hearing = { runId, heardAt: at, fresh: true };
    if (judgeExport(report, runs.told(), hearing, intervalMs(), at).state !== "FinalState") return report;
    this.#lastFinalAt = at;
    return { ...report, lastFinalAt: at };
  }

  async #count({ work, carry }: Tellers, at: Instant): Promise<void> {
    const { parts, source, cycles, standby, counts, ear, schedule } = this.#gear;
    try {
      const opened = source.open();
      const hasEnded = cycles.current.is === "ended";
      if (hasEnded) source.checkGivenUp();
      if (hasEnded) await opened.side.check();
      if (hasEnded) standby.check();
      await work.catchUp(opened);
      await counts.count(opened, carry.mark, ear.quarantine, at);
    } catch (thrown) {
      cycles.fail(whyFailed(thrown, parts.open));
      schedule.noLaterThan(parts.clock.elapsed() + RETRY_MS);
    }
  }
}
