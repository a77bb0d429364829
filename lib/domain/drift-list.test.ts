import { expect, test } from "vitest";
import { type CompareReceipt, type Drift, isRead, MOST_DRIFT_NAMED, SAMPLE_ONE_IN } from "./compare.ts";
import {
  type ComparesKept,
  compared,
  judged,
  laneCompare,
  NOTHING_KEPT,
  nameOfItem,
  type Outcome,
} from "./drift-list.ts";

const drift = (key: string, more: Partial<Drift> = {}): Drift => ({
  table: "content",
  key,
  is: "different",
  foundAt: 5,
  sentAt: null,
  ...more,
});
const kept = (...items: readonly Drift[]): ComparesKept => ({ ...NOTHING_KEPT, drift: items });
const outcomes = (all: Readonly<Record<string, Outcome>>) =>
  new Map(
    Object.entries(all).map(([key, is]) => {
      const item = { table: "content", key };
      return [nameOfItem(item), { item, is }];
    }),
  );
const receipt = (more: Partial<CompareReceipt> = {}): CompareReceipt => ({
  depth: "full",
  isScheduled: false,
  at: 10,
  endedAt: 11,
  equal: 7,
  read: 7,
  different: 0,
  missing: 0,
  extra: 0,
  ownedByBoth: 0,
  changing: 0,
  held: 0,
  refused: 0,
  unnamed: 0,
  ranges: 1,
  opened: 0,
  ...more,
});

test("an item leaves the list by evidence alone: what is equal goes, of what nothing can be said stays", () => {
  const before = kept(drift("a"), drift("b", { sentAt: 6 }), drift("c"), drift("d", { sentAt: 6 }));
  const { drift: after } = judged(
    before,
    outcomes({ a: "equal", b: "apart", d: "missing", e: "extra", f: "apart" }),
    9,
  );
  expect(after).toEqual([
    drift("c"),
    drift("b", { sentAt: 6 }),
    drift("d", { is: "missing", sentAt: null }), // it arrived, and differs all the same: it is to be sent anew
    drift("e", { is: "extra", foundAt: 9 }),
  ]);
});

test("the list is bounded, and what it does not name is counted", () => {
  const many = Object.fromEntries(
    Array.from({ length: MOST_DRIFT_NAMED + 5 }, (_, i) => [`f${i}`, "missing" as const]),
  );
  const after = judged(NOTHING_KEPT, outcomes(many), 9);
  expect([after.drift.length, after.more, laneCompare(after).drift]).toEqual([1000, 5, 1005]);
});

test.each([
  ["full", null, "full"],
  ["stat", null, "stat"],
  ["stat", "full", "full"],
  ["sample", "stat", "sample"],
  ["full", "full", "full"],
] as const)("a %s compare after one that was verified by %s leaves it verified by %s", (depth, before, after) => {
  const verified = before === null ? null : compared(NOTHING_KEPT, receipt({ depth: before, at: 1 }), 0).verified;
  expect(compared({ ...NOTHING_KEPT, verified }, receipt({ depth }), 0).verified?.depth).toBe(after);
});

test("nothing is verified while anything is known to differ, named or not; a lighter look forgets no unnamed one", () => {
  expect(compared(kept(drift("a")), receipt(), 0).verified).toBeNull();
  expect(compared(NOTHING_KEPT, receipt(), 3)).toMatchObject({ verified: null, more: 3 });
  expect(compared({ ...NOTHING_KEPT, more: 3 }, receipt({ depth: "stat" }), 0)).toMatchObject({
    verified: null,
    more: 3,
  });
  expect(compared({ ...NOTHING_KEPT, more: 3 }, receipt(), 0)).toMatchObject({ verified: { at: 10 }, more: 0 });
});

test("a deeper compare counts for the lighter ones too", () => {
  expect(compared(NOTHING_KEPT, receipt({ depth: "sample" }), 0).doneAt).toEqual({ full: null, sample: 10, stat: 10 });
});

test("a sample reads about one in so many, and another choice with another salt", () => {
  const read = (salt: string) =>
    Array.from({ length: 20_000 }, (_, i) => `folder/${i}.txt`).filter((key) => isRead({ depth: "sample", salt }, key));
  const [one, other] = [read("a"), read("b")];
  for (const some of [one, other]) expect(Math.abs(some.length * SAMPLE_ONE_IN - 20_000)).toBeLessThan(4_000);
  expect(one.filter((key) => other.includes(key)).length).toBeLessThan(200);
});
