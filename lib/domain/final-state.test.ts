import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aBeat,
  aFault,
  aQuarantine,
  aRunIn,
  aWord,
  HOUR,
  MINUTE,
  NOON,
  RUN_ID,
  SECOND,
} from "#lib/testkit/builders.ts";
import { anExportReport, anImportReport } from "#lib/testkit/evidence.ts";
import { NEVER_COMPARED } from "./compare.ts";
import type { EngineBeat, ExportReport, Missed, PartnerWord } from "./evidence.ts";
import { type Hearing, hear } from "./hearing.ts";
import { judgeExport, judgeImport } from "./lane-state.ts";
import { isGreen } from "./overall-state.ts";
import { judgePartnerImport } from "./partner-import.ts";
import { EMPTY_QUARANTINE, type Quarantine } from "./quarantine.ts";
import type { SyncRun } from "./request.ts";

const INTERVAL = 2 * MINUTE;

/** All that a state is judged from. Moments are the engine's; `silentMs` is for how long its beat stands still. */
type World = {
  readonly beat: EngineBeat | null;
  readonly silentMs: number;
  readonly process: { running: boolean; runId: string | null };
  readonly report: ExportReport;
  readonly runs: readonly SyncRun[];
};

const WHOLE: World = {
  beat: aBeat(NOON),
  process: { running: true, runId: RUN_ID },
  report: anExportReport(NOON),
  runs: [],
  silentMs: 0,
};

/** The hearing, and the moment by the engine's clock. */
function heard({ beat, process, silentMs }: World): readonly [Hearing, number] {
  return [hear(beat, process, silentMs), (beat?.at ?? NOON) + silentMs];
}

function judge(world: World) {
  const [hearing, now] = heard(world);
  return judgeExport(world.report, world.runs, hearing, INTERVAL, now).state;
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
  ["the engine's beat stands still", (world) => ({ ...world, silentMs: 16 * SECOND })],
  ["the engine never spoke", (world) => ({ ...world, beat: null })],
  ["the evidence is of an earlier run", withReport({ runId: "run-0" })],
  ["the evidence is older than its beat", withReport({ at: NOON - 16 * SECOND })],
  ["the evidence is of before the clock was set back", withReport({ at: NOON + HOUR })],
  ["no attempt has ended", withReport({ attempt: { is: "none" } })],
  ["the last attempt failed", withReport({ attempt: { is: "failed", fault: aFault(NOON) } })],
  ["the lane stands still", withReport({ progressAt: NOON - HOUR })],
  ["capture is not intact", withReport({ missed: "capture-off" })],
  ["the scan list was lost", withReport({ missed: "scan-list-lost" })],
  ["there was no look", withReport({ cutOff: null })],
  ["the cut-off is open", withReport({ cutOff: { at: NOON, closed: false } })],
  ["something is pending", withReport({ pendingItems: 1 })],
  ["something was left over", withReport({ leftOver: 1 })],
  ["a deletion waits", withReport({ goneItems: 1 })],
  ["a deletion is held", withReport({ heldItems: 1 })],
  ["the partner refused an item", withPartner({ quarantine: aQuarantine(NOON) })],
  ["the partner does not know what it refused", withPartner({ quarantine: null })],
  ["an item is in flight", withReport({ inFlightItems: 1 })],
  ["a package is not acked", withReport({ unackedPackages: 1 })],
  ["the partner never spoke", withReport({ partner: null })],
  ["the partner's word is old", withPartner({ heardAt: NOON - 16 * SECOND })],
  ["the partner's word stands still", withPartner({ heardAt: null })],
  ["the standby is lost", withPartner({ standby: "lost" })],
  ["the standby is another store", withPartner({ isSameStore: false })],
  ["an item is known to differ", withReport({ compare: { ...NEVER_COMPARED, drift: 1 } })],
  ["an item is owned by both", withReport({ compare: { ...NEVER_COMPARED, drift: 1, ownedByBoth: 1 } })],
  ["what earlier runs found to differ was not read", withReport({ compare: null })],
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

describe("data that is known to differ is under no green badge (DESIGN 8)", () => {
  test.each([
    [{ drift: 3, ownedByBoth: 0 }, "standby-differs"],
    [{ drift: 3, ownedByBoth: 2 }, "standby-differs"],
    [{ drift: 2, ownedByBoth: 2 }, "ownership-conflict"],
  ])("%j is ErrorState, %s, whatever waits besides", (found, reason) => {
    for (const more of [{}, { pendingItems: 4 }, { leftOver: 4 }, { inFlightItems: 2, unackedPackages: 1 }]) {
      const world = withReport({ compare: { ...NEVER_COMPARED, ...found }, ...more })(WHOLE);
      const [hearing, now] = heard(world);
      const judged = judgeExport(world.report, world.runs, hearing, INTERVAL, now);
      expect(judged).toMatchObject({ state: "ErrorState", reason });
    }
  });
});

const few = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(1, 64, 1000));
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const age = mostly(0, 5 * SECOND, 7 * SECOND, 15 * SECOND, 15 * SECOND + 1, HOUR);
const moment = age.map((ms) => NOON - ms);

const anyRun = fc
  .constantFrom(...(["accepted", "looking", "sending", "sent", "done"] as const))
  .map((phase) => aRunIn(phase, NOON));

/** Worlds near the whole one, so that Final is met often and missed by a little. */
const anyWorld: fc.Arbitrary<World> = fc.record({
  beat: fc.option(fc.constant(aBeat(NOON)), { nil: null, freq: 20 }),
  silentMs: age,
  process: mostly(
    { running: true, runId: RUN_ID },
    { running: false, runId: RUN_ID },
    { running: true, runId: "run-2" },
  ),
  runs: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(anyRun, { maxLength: 3 })),
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
      missed: mostly<Missed | null>(null, "capture-off"),
      pendingItems: few,
      goneItems: few,
      heldItems: few,
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
          own: fc.constant(null),
          isSameStore: mostly(true, false),
          quarantine: mostly<Quarantine | null>(EMPTY_QUARANTINE, aQuarantine(NOON), null),
        }),
        { nil: null, freq: 20 },
      ),
    })
    .map((more) => anExportReport(NOON, more)),
});

/** DESIGN L5 read aloud, with what lets the evidence be believed at all (D20). Knows nothing of the code that it judges. */
function everyClauseHolds({ beat, silentMs, process, report, runs }: World): boolean {
  if (beat === null || !process.running || beat.runId !== process.runId || report.runId !== beat.runId) return false;
  const young = (at: number | null | undefined) => typeof at === "number" && silentMs + (beat.at - at) <= 15_000;
  const isBelieved = silentMs <= 15_000 && young(report.at);
  const hasEnded = report.attempt.is === "ended" && report.at - report.progressAt <= 180_000;
  const isProved = report.missed === null && report.cutOff?.closed === true && report.countedAt === report.at;
  const counts = [report.pendingItems, report.goneItems, report.heldItems, report.leftOver];
  const isEmpty = [...counts, report.inFlightItems, report.unackedPackages].every((count) => count === 0);
  const word = report.partner;
  const isStandbyWell = word?.standby === "ok" && word.isSameStore && young(word.heardAt);
  const isNothingRefused = word?.quarantine?.items === 0;
  const isAllDone = runs.every((run) => run.phase === "done");
  return isBelieved && hasEnded && isProved && isEmpty && isStandbyWell && isNothingRefused && isAllDone;
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
      const [hearing, now] = heard(world);
      if (hearing.fresh) return;
      expect(judge(world)).toBe("Unknown");
      expect(judgeImport(anImportReport(world.report.at), hearing, now).state).toBe("Unknown");
      expect(judgePartnerImport(world.report, hearing, now).state).toBe("Unknown");
    }),
    { numRuns: 1000 },
  );
});

test("what the partner said is green for no more than 15 s, the engine's own silence included", () => {
  fc.assert(
    fc.property(age, age, age, (silentMs, reportAge, wordAge) => {
      const at = NOON - reportAge;
      const report = anExportReport(at, { partner: aWord(at - wordAge) });
      const [hearing, now] = heard({ ...WHOLE, silentMs });
      const partner = judgePartnerImport(report, hearing, now).state;
      expect(isGreen(judge({ ...WHOLE, silentMs, report })) || isGreen(partner)).toBe(
        silentMs + reportAge + wordAge <= 15 * SECOND,
      );
    }),
    { numRuns: 1000 },
  );
});
