import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aBeat, aFault, aRunIn, aWord, HOUR, MINUTE, NOON, RUN_ID, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport, anImportReport } from "#lib/testkit/evidence.ts";
import type { EngineBeat, ExportReport, PartnerWord, SyncRun } from "./evidence.ts";
import type { ExportState } from "./export-state.ts";
import type { ImportState } from "./import-state.ts";
import { hear, judgeExport, judgeImport, judgePartnerImport } from "./lane-state.ts";
import { isGreen } from "./overall-state.ts";

const INTERVAL = 2 * MINUTE;

/** All that a state is judged from. */
type World = {
  readonly beat: EngineBeat | null;
  readonly process: { running: boolean; runId: string | null };
  readonly report: ExportReport;
  readonly runs: readonly SyncRun[];
  readonly now: number;
};

const WHOLE: World = {
  beat: aBeat(NOON),
  process: { running: true, runId: RUN_ID },
  report: anExportReport(NOON),
  runs: [],
  now: NOON,
};

function judge({ beat, process, report, runs, now }: World) {
  return judgeExport(report, runs, hear(beat, process, now), INTERVAL, now).state;
}

const withReport = (more: Partial<ExportReport>) => (world: World) => ({
  ...world,
  report: { ...world.report, ...more },
});
const withPartner = (more: Partial<PartnerWord>) => (world: World) => {
  const partner = { ...(world.report.partner ?? aWord(NOON)), ...more };
  return { ...world, report: { ...world.report, partner } };
};

/** Each breaks one clause of L5, or what lets one believe it. */
const BREAKS: readonly (readonly [sentence: string, apply: (world: World) => World])[] = [
  ["the engine's process is gone", (world) => ({ ...world, process: { running: false, runId: null } })],
  ["another run lives", (world) => ({ ...world, process: { running: true, runId: "run-2" } })],
  ["the engine's beat is old", (world) => ({ ...world, beat: aBeat(NOON - 16 * SECOND) })],
  ["the engine never spoke", (world) => ({ ...world, beat: null })],
  ["the evidence is of an earlier run", withReport({ runId: "run-0" })],
  ["the evidence is old", withReport({ at: NOON - 16 * SECOND })],
  ["no attempt has ended", withReport({ attempt: { is: "none" } })],
  ["the last attempt failed", withReport({ attempt: { is: "failed", fault: aFault(NOON) } })],
  ["the lane stands still", withReport({ progressAt: NOON - HOUR })],
  ["capture is not intact", withReport({ captureIntact: false })],
  ["there was no look", withReport({ cutOff: null })],
  ["the cut-off is open", withReport({ cutOff: { at: NOON, closed: false } })],
  ["something is pending", withReport({ pendingItems: 1 })],
  ["something was left over", withReport({ leftOver: 1 })],
  ["a deletion waits", withReport({ goneItems: 1 })],
  ["an item is in flight", withReport({ inFlightItems: 1 })],
  ["a package is not acked", withReport({ unackedPackages: 1 })],
  ["the partner never spoke", withReport({ partner: null })],
  ["the partner's word is old", withPartner({ heardAt: NOON - 16 * SECOND })],
  ["the partner's word stands still", withPartner({ heardAt: null })],
  ["the standby is lost", withPartner({ standby: "lost" })],
  ["the standby is another store", withPartner({ isSameStore: false })],
  ["a request was accepted", (world) => ({ ...world, runs: [...world.runs, aRunIn("accepted", NOON)] })],
  ["a request is not acked", (world) => ({ ...world, runs: [...world.runs, aRunIn("sent", NOON)] })],
];

describe("FinalState is a statement that every clause holds (L5)", () => {
  test("a world in which all is well is Final", () => {
    expect(judge(WHOLE)).toBe("FinalState");
  });

  test.each(BREAKS)("never Final when %s", (_sentence, apply) => {
    expect(judge(apply(WHOLE))).not.toBe("FinalState");
  });

  test("nothing that breaks mends another: Final means that none is broken", () => {
    const broken = fc.shuffledSubarray([...BREAKS], { minLength: 0, maxLength: 4 });
    fc.assert(
      fc.property(broken, (breaks) => {
        const world = breaks.reduce((before, [, apply]) => apply(before), WHOLE);
        expect(judge(world) === "FinalState").toBe(breaks.length === 0);
      }),
      { numRuns: 1000 },
    );
  });
});

const few = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(1, 64, 1000));
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const moment = mostly(NOON, NOON - 15 * SECOND, NOON - 15 * SECOND - 1, NOON + 16 * SECOND, NOON - HOUR);

const anyRun = fc
  .constantFrom(...(["accepted", "looking", "sending", "sent", "done"] as const))
  .map((phase) => aRunIn(phase, NOON));

/** Worlds near the whole one, so that Final is met often and missed by a little. */
const anyWorld: fc.Arbitrary<World> = fc.record({
  beat: fc.option(
    moment.map((at) => aBeat(at)),
    { nil: null, freq: 20 },
  ),
  process: mostly(
    { running: true, runId: RUN_ID },
    { running: false, runId: RUN_ID },
    { running: true, runId: "run-2" },
  ),
  runs: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(anyRun, { maxLength: 3 })),
  now: fc.constant(NOON),
  report: fc
    .record({
      runId: mostly(RUN_ID, "run-0"),
      at: moment,
      attempt: mostly<ExportReport["attempt"]>(
        { is: "ended", at: NOON },
        { is: "none" },
        { is: "failed", fault: aFault(NOON) },
      ),
      cutOff: mostly<ExportReport["cutOff"]>({ at: NOON, closed: true }, { at: NOON, closed: false }, null),
      captureIntact: mostly(true, false),
      pendingItems: few,
      goneItems: few,
      leftOver: few,
      inFlightItems: few,
      unackedPackages: few,
      progressAt: mostly(NOON, NOON - HOUR),
      partner: fc.option(
        fc.record({
          heardAt: fc.option(moment, { nil: null, freq: 20 }),
          importState: fc.constantFrom("NormalState" as const, "ErrorState" as const),
          lastError: fc.constant(null),
          standby: mostly<"ok" | "lost">("ok", "lost"),
          isSameStore: mostly(true, false),
        }),
        { nil: null, freq: 20 },
      ),
    })
    .map((more) => anExportReport(NOON, more)),
});

/** DESIGN L5 read aloud, with what lets the evidence be believed at all (D20). Knows nothing of the code that it judges. */
function everyClauseHolds({ beat, process, report, runs, now }: World): boolean {
  const young = (at: number | null | undefined) => typeof at === "number" && at >= now - 15_000 && at <= now + 15_000;
  const isBelieved =
    process.running &&
    beat?.runId === process.runId &&
    young(beat?.at) &&
    report.runId === beat?.runId &&
    young(report.at);
  const hasEnded = report.attempt.is === "ended" && now - report.progressAt <= 180_000;
  const isProved = report.captureIntact && report.cutOff?.closed === true;
  const waiting =
    report.pendingItems + report.goneItems + report.leftOver + report.inFlightItems + report.unackedPackages;
  const isStandbyWell = report.partner?.standby === "ok" && report.partner.isSameStore && young(report.partner.heardAt);
  return (
    isBelieved && hasEnded && isProved && waiting === 0 && isStandbyWell && runs.every((run) => run.phase === "done")
  );
}

test("an export reads Final exactly when every clause of L5 holds", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      expect(judge(world) === "FinalState").toBe(everyClauseHolds(world));
    }),
    { numRuns: 5000 },
  );
});

test("nothing is green while the engine is not heard", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const hearing = hear(world.beat, world.process, world.now);
      if (hearing.fresh) return;
      expect(judge(world)).toBe("Unknown");
      expect(judgeImport(anImportReport(world.report.at), hearing, world.now).state).toBe("Unknown");
      expect(judgePartnerImport(world.report, hearing, world.now).state).toBe("Unknown");
    }),
    { numRuns: 1000 },
  );
});

test("wherever the clock jumps, old evidence is green for no more than 15 s around it", () => {
  const jump = fc.oneof(fc.integer({ min: -24 * HOUR, max: 24 * HOUR }), fc.constantFrom(-5 * HOUR, HOUR));
  fc.assert(
    fc.property(jump, (ms) => {
      const later = { ...WHOLE, now: NOON + ms };
      const hearing = hear(later.beat, later.process, later.now);
      const states: (ExportState | ImportState)[] = [
        judge(later),
        judgeImport(anImportReport(NOON), hearing, later.now).state,
        judgePartnerImport(later.report, hearing, later.now).state,
      ];
      expect(states.some(isGreen)).toBe(Math.abs(ms) <= 15 * SECOND);
    }),
  );
});
