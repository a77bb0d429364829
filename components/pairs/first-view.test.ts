import { expect, test } from "vitest";
import { believed } from "#components/live/believed.ts";
import { countPairs } from "#components/status/census.ts";
import { headline } from "#components/status/headline.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { caughtUp, snapshotOf } from "#lib/domain/feed.ts";
import { manyPairs, wholeAnswer } from "#lib/testkit/many-pairs.ts";
import { firstView } from "./first-view.ts";
import { NO_FILTER } from "./pairs-filter.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const kept = (pairs: number) => caughtUp(null, wholeAnswer(pairs, "", NOW));
const shown = (pairs: number, filter = NO_FILTER) => snapshotOf<Snapshot>(firstView(kept(pairs), filter));

test("a page brings few pairs along whole", () => {
  expect(firstView(kept(60), NO_FILTER)).toEqual(kept(60));
});

test("of many it brings those that are seen first, and says how many of each kind it leaves out", () => {
  const all = manyPairs(500, "", NOW);
  const part = shown(500);
  expect(part.Pairs).toHaveLength(60);
  expect(countPairs(part.Pairs, part.Left)).toEqual(countPairs(all.Pairs));
  expect(part.Left).toEqual({ healthy: 440 });
  expect(headline(part, null, true)).toEqual(headline(all, null, true));
  expect(firstView(kept(500), NO_FILTER).Seq, "the next answer is whole").toBe("none");
});

test("what it leaves out is believed no longer than what it brings: both age from the moment of their evidence", () => {
  const young = believed(shown(500), 11_000);
  expect(countPairs(young.Pairs, young.Left)).toMatchObject({ healthy: 494 });
  const old = believed(shown(500), 11_001); // the partners' word was 4 s old when it was told
  expect(countPairs(old.Pairs, old.Left)).toEqual({ failing: 2, unheard: 498 });
});

test("what the address asks for comes first", () => {
  const last = manyPairs(500, "", NOW).Pairs.at(-1)?.A ?? "";
  expect(shown(500).Pairs.map(({ A }) => A)).not.toContain(last);
  expect(shown(500, { q: last, show: "all" }).Pairs.map(({ A }) => A)).toContain(last);
});
