import { expect, test } from "vitest";
import type { ExportReport } from "#lib/domain/evidence.ts";
import type { SyncRun } from "#lib/domain/request.ts";
import { NO_TRAFFIC } from "#lib/domain/trail.ts";
import { SPARK_SLOT_MS } from "#lib/ports/history.ts";
import { aFault, aRunIn, aWord, MINUTE, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport, LANE } from "#lib/testkit/evidence.ts";
import { LaneWatch } from "./lane-watch.ts";

type More = Partial<Omit<ExportReport, "at">> & { readonly runs?: readonly SyncRun[] };

/** One lane, listened to: what is said at so many seconds after noon. */
const listening = () => {
  const watch = new LaneWatch(LANE, null);
  return (seconds: number, { runs = [], ...more }: More = {}) => {
    const at = NOON + seconds * SECOND;
    const exported = anExportReport(at, { startedAt: NOON, ...more });
    return watch.see({ exported, imported: null, runs, intervalMs: 2 * MINUTE, at });
  };
};
const ASKING = { runs: [aRunIn("asking", NOON)] };
const points = (said: readonly ReturnType<ReturnType<typeof listening>>[]) =>
  said.flatMap(({ samples }) =>
    samples.map(({ at, knownMs, pendingItems: { least } }) => [(at - NOON) / SECOND, knownMs / SECOND, least]),
  );

test("while the partner is asked what it holds nothing is known of the backlog: a gap, not a 0", () => {
  const say = listening();
  const known = { pendingItems: 40, oldestChangeAt: NOON };
  const said = [
    ...[0, 5, 10].map((at) => say(at, known)),
    ...[15, 20, 25, 30].map((at) => say(at, ASKING)),
    ...[35, 40].map((at) => say(at, known)),
  ];
  // Nothing speaks for the time from 10 to 35.
  expect(points(said)).toEqual([
    [0, 0, 40],
    [10, 10, 40],
    [35, 0, 40],
  ]);
});

test("where more is waiting than nothing, the least of it is told", () => {
  const say = listening();
  expect(points([say(0, ASKING), say(5, { ...ASKING, pendingItems: 3 })])).toEqual([[5, 0, 3]]);
});

test("small charts have a gap where what is at risk is not known", () => {
  const say = listening();
  const slot = (n: number) => (n * SPARK_SLOT_MS) / SECOND;
  const first = NOON / SPARK_SLOT_MS;
  const lost = { partner: aWord(NOON + slot(1) * SECOND, { standby: "lost" }) };
  say(slot(0), { oldestChangeAt: NOON - 9 * SECOND });
  say(slot(1), lost); // nothing of it is known
  say(slot(2), { ...lost, oldestChangeAt: NOON }); // sent, and not known to be there
  say(slot(3), { attempt: { is: "failed", fault: aFault(NOON) } }); // nobody could look
  say(slot(4));
  expect(say(slot(5)).sparks[0]?.points).toEqual([
    [first, 9 * SECOND],
    [first + 2, 2 * SPARK_SLOT_MS],
    [first + 4, 0],
  ]);
});

test("nothing is reckoned from what is not known, and what comes after it is measured from what was before", () => {
  const say = listening();
  const cycle = (n: number, acked: number, more: More = {}) =>
    say(n * 120, {
      lastCycleAt: NOON + n * 2 * MINUTE,
      pendingItems: 100,
      oldestChangeAt: NOON + (n * 120 - 100) * SECOND,
      traffic: { ...NO_TRAFFIC, sentItems: acked, ackedItems: acked },
      ...more,
    }).exported?.measured;
  cycle(1, 0);
  const before = cycle(2, 120);
  expect(before).toMatchObject({ cycles: 1, arrivedItemsPerMs: 0.001, growthMs: 0 });
  expect(cycle(3, 340, { ...ASKING, pendingItems: 0, oldestChangeAt: null })).toBeNull();
  expect(cycle(4, 360)).toMatchObject({ cycles: 2, arrivedItemsPerMs: 0.001, growthMs: 0 });
});
