import { expect, test } from "vitest";
import type { StateChange } from "#lib/ports/history.ts";
import { LANE, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { aSample } from "#lib/testkit/samples.ts";
import { type Noted, together } from "./owed.ts";

const BACK = { ...LANE, from: POOL_2, to: POOL_1 };
const noted = (more: Partial<Noted>): Noted => ({ samples: [], changes: [], sparks: [], ...more });
const into = (at: number, lane = LANE, side: StateChange["side"] = "export"): StateChange => ({
  lane,
  side,
  untilAt: at,
  next: { at, state: "SteadyState", reason: null, sentence: null, path: null, isNotable: false },
});
/** As the listener does while the ledger cannot be written: word after word. */
const afterAll = (words: readonly Partial<Noted>[], most: number) =>
  words.reduce<Noted>((owed, word) => together([owed, noted(word)], most), noted({}));

test("all is kept while it is little, in its order", () => {
  const all = [into(1), into(2, BACK), into(3)];
  expect(afterAll([{ changes: all.slice(0, 2) }, { changes: all.slice(2) }], 3).changes).toEqual(all);
});

test("of many samples the newest are kept", () => {
  const words = Array.from({ length: 50 }, (_, n) => ({ samples: [{ lane: LANE, ...aSample(n) }] }));
  expect(afterAll(words, 10).samples.map(({ at }) => at)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
});

test("of many changes the newest are kept; what held before the first that is lost ends there, and is not drawn out over the gap", () => {
  const words = Array.from({ length: 50 }, (_, n) => ({ changes: [into(n + 1)] }));
  const { changes } = afterAll([{ changes: [into(1, LANE, "import"), into(1, BACK)] }, ...words], 10);
  expect(changes.slice(3)).toEqual(words.slice(-10).flatMap((word) => word.changes));
  const end = (lane: typeof LANE, side: StateChange["side"]) => ({ lane, side, untilAt: 1, next: null });
  expect(changes.slice(0, 3)).toEqual([end(LANE, "import"), end(BACK, "export"), end(LANE, "export")]);
});

test("of a lane's small charts only the last is owed: it has all that the others had", () => {
  const chart = (lane: typeof LANE, slot: number) => ({ lane, points: [[slot, 0]] as const });
  const words = Array.from({ length: 50 }, (_, n) => ({ sparks: [chart(LANE, n), chart(BACK, n)] }));
  expect(afterAll(words, 10).sparks).toEqual([chart(LANE, 49), chart(BACK, 49)]);
});
