import { expect, test } from "vitest";
import { aFault, aFlight, NOON, SECOND } from "#lib/testkit/builders.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { Trail } from "./trail.ts";

const weighed = (seq: number, items = 2, bytes = 10) => ({ ...aFlight(1, seq, items), bytes });
const openTrail = () => {
  const clock = new FakeClock(NOON);
  return { clock, trail: new Trail(LANE, clock) };
};
const well = { is: "ended", at: NOON } as const;

test("a package is told when it is published, and again when it is acknowledged or taken back", () => {
  const { clock, trail } = openTrail();
  for (const seq of [1, 2, 3]) trail.sent(weighed(seq));
  const told = trail.told();
  expect(told.packages.map(({ seq, publishedAt, ackedAt }) => [seq, publishedAt, ackedAt])).toEqual([
    [1, NOON, null],
    [2, NOON, null],
    [3, NOON, null],
  ]);
  clock.travel(SECOND);
  trail.acked([weighed(1), weighed(2)]);
  trail.forget(told); // what happened to them since is still to be told
  expect(trail.told().packages.map(({ seq, ackedAt }) => [seq, ackedAt])).toEqual([
    [1, NOON + SECOND],
    [2, NOON + SECOND],
  ]);
  trail.tookBack([weighed(3)]);
  expect(trail.told().packages.at(-1)).toMatchObject({ seq: 3, publishedAt: NOON, returnedAt: NOON + SECOND });
  expect(trail.traffic).toEqual({ sentItems: 6, sentBytes: 30, ackedItems: 4, ackedBytes: 20 });
  trail.forget(trail.told());
  expect(trail.told().packages).toEqual([]);
});

test("the oldest package without an ack ages; one of an earlier run is not known to have been published", () => {
  const { clock, trail } = openTrail();
  expect(trail.oldestUnackedAt).toBeNull();
  trail.sent(weighed(1));
  clock.travel(SECOND);
  trail.sent(weighed(2));
  expect(trail.oldestUnackedAt).toBe(NOON);
  trail.acked([weighed(1)]);
  expect(trail.oldestUnackedAt).toBe(NOON + SECOND);
  trail.acked([weighed(9)]);
  expect(trail.told().packages.at(-1)).toMatchObject({ seq: 9, publishedAt: null, ackedAt: NOON + SECOND });
  trail.tookBack([weighed(2)]);
  expect(trail.oldestUnackedAt).toBeNull();
});

test("a cycle says what left in it, and how it ended", () => {
  const { clock, trail } = openTrail();
  trail.sent(weighed(1));
  trail.cycleBegan();
  trail.sent(weighed(2, 5, 70));
  clock.travel(3 * SECOND);
  trail.cycleEnded("through", well, true);
  trail.cycleBegan();
  trail.cycleEnded("through", well, false);
  trail.cycleBegan();
  trail.cycleEnded("partly", { is: "failed", fault: aFault(NOON) }, false);
  trail.cycleBegan();
  trail.cycleEnded("again", well, true);
  expect(
    trail.told().cycles.map(({ end, items, bytes, packages, code }) => [end, items, bytes, packages, code]),
  ).toEqual([
    ["limit", 5, 70, 1, null],
    ["through", 0, 0, 0, null],
    ["failed", 0, 0, 0, "disk-full"],
    ["again", 0, 0, 0, null],
  ]);
  expect(trail.told().cycles[0]).toMatchObject({ beganAt: NOON, endedAt: NOON + 3 * SECOND });
});

test("while nobody can be told no more is remembered than people look at", () => {
  const { trail } = openTrail();
  for (let seq = 1; seq <= 900; seq++) {
    trail.cycleBegan();
    trail.sent(weighed(seq));
    trail.cycleEnded("through", well, false);
  }
  const { packages, cycles } = trail.told();
  expect([packages.length, packages.at(-1)?.seq, cycles.length]).toEqual([500, 900, 100]);
});
