import { Attempts } from "./attempts.ts";
import { CompareKeeper } from "./compare/compare-keeper.ts";
import { Comparison } from "./comparison.ts";
import { GuardKeeper } from "./guard-keeper.ts";
import { LaneCanary } from "./lane-canary.ts";
import { LaneCounts } from "./lane-counts.ts";
import type { ExportParts } from "./lane-parts.ts";
import { LaneSource } from "./lane-source.ts";
import { LaneTombstones } from "./lane-tombstones.ts";
import { LimitLift } from "./limit-lift.ts";
import { Measure } from "./measure.ts";
import { Outbox } from "./outbox.ts";
import { PartnerEar } from "./partner-ear.ts";
import { RefusedItems } from "./refused-items.ts";
import { RunBook } from "./run-book.ts";
import { Schedule } from "./schedule.ts";
import { Sender } from "./sender.ts";
import { Standby } from "./standby.ts";
import { StandbyPosition } from "./standby-position.ts";
import { Stillness } from "./stillness.ts";
import { Trail } from "./trail.ts";

/** What the export of one lane works with, one of each: whatever it does at once shares them. */
export type ExportGear = {
  readonly parts: ExportParts;
  readonly source: LaneSource;
  readonly outbox: Outbox;
  readonly position: StandbyPosition;
  readonly ear: PartnerEar;
  readonly runs: RunBook;
  readonly sender: Sender;
  readonly comparison: Comparison;
  readonly compare: CompareKeeper;
  readonly guard: GuardKeeper;
  readonly refused: RefusedItems;
  readonly counts: LaneCounts;
  readonly canary: LaneCanary;
  readonly standby: Standby;
  readonly schedule: Schedule;
  readonly tombstones: LaneTombstones;
  readonly stillness: Stillness;
  readonly measure: Measure;
  readonly lift: LimitLift;
  readonly trail: Trail;
  readonly cycles: Attempts;
  /** Why the partner's word cannot be taken now; apart from the cycle, so that it ends when it ends. */
  readonly hearings: Attempts;
};

export function exportGear(parts: ExportParts): ExportGear {
  const { lane, clock, log } = parts;
  const ear = new PartnerEar();
  const measure = new Measure(clock);
  const lift = new LimitLift(clock);
  const trail = new Trail(lane, clock);
  const position = new StandbyPosition(parts);
  const outbox = new Outbox(parts, trail, position);
  const source = new LaneSource(parts, outbox);
  const runs = new RunBook(lane);
  const gotOn = () => measure.progress();
  const sender = new Sender(parts, outbox, runs, gotOn, () => lift.isOn);
  const comparison = new Comparison(parts, outbox, runs);
  const canary = new LaneCanary(parts);
  const standby = new Standby(parts, ear, position, canary, measure);
  const schedule = new Schedule(clock.elapsed());
  const cycles = new Attempts(parts, "export failed");
  const hearings = new Attempts(parts, "the partner's word could not be taken");
  const compare = new CompareKeeper(parts, {
    isReady: () => cycles.current.is !== "none" && runs.comparison === null && !source.isGivenUp,
    standby: () => standby.state,
    wantsLook: () => schedule.noLaterThan(clock.elapsed()),
  });
  const guard = new GuardKeeper(lane, log);
  const tombstones = new LaneTombstones(parts, guard, runs, sender, outbox);
  const refused = new RefusedItems(lane, runs);
  const counts = new LaneCounts(parts, refused);
  const stillness = new Stillness();
  const keepers = { comparison, compare, guard, tombstones, refused, counts, canary, standby, stillness };
  return {
    parts,
    source,
    outbox,
    position,
    ear,
    runs,
    sender,
    ...keepers,
    schedule,
    measure,
    lift,
    trail,
    cycles,
    hearings,
  };
}
