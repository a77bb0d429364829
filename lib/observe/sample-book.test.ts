import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ExportReport } from "#lib/domain/evidence.ts";
import { NO_TRAFFIC } from "#lib/domain/trail.ts";
import { NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport } from "#lib/testkit/evidence.ts";
import { type Reading, SampleBook } from "./sample-book.ts";

const reading = (seconds: number, report: Partial<ExportReport> = {}, more: Partial<Reading> = {}): Reading => ({
  report: anExportReport(NOON + seconds * SECOND, report),
  riskMs: 0,
  exportState: "FinalState",
  importState: "NormalState",
  ...more,
});
/** What is written, as "at (known) items"; null is a word that tells nothing. */
const written = (...words: readonly (Reading | null)[]) => {
  const book = new SampleBook();
  return words
    .flatMap((word) => book.see(word))
    .map(({ at, knownMs, pendingItems: { last, most } }) => {
      const items = last === most ? `${last}` : `${last}, most ${most}`;
      return `${(at - NOON) / SECOND} (${knownMs / SECOND}) ${items}`;
    });
};
const every5s = (upTo: number, items: (seconds: number) => number = () => 0) =>
  Array.from({ length: upTo / 5 + 1 }, (_, n) => reading(n * 5, { pendingItems: items(n * 5) }));

test("what stands still is written once a minute", () => {
  expect(written(...every5s(120))).toEqual(["0 (0) 0", "55 (55) 0", "110 (55) 0"]);
});

test("a change is written with the next word, but no more often than every 5 s, and no spike between is lost", () => {
  const words = [0, 5, 5.2, 5.4, 5.6, 10, 15].map((at) =>
    reading(at, { pendingItems: at === 5.4 ? 900 : at < 5 ? 0 : 3 }),
  );
  expect(written(...words)).toEqual(["0 (0) 0", "5 (5) 3", "10 (5) 3, most 900"]);
});

test("age alone is no change, but that it fell is one", () => {
  const risks = [0, 5, 10, 15, 20].map((at) => reading(at, {}, { riskMs: at === 20 ? 0 : at * SECOND }));
  expect(written(...risks)).toEqual(["0 (0) 0", "20 (20) 0"]);
});

describe("what was not known is a gap", () => {
  test("after more than 15 s without a word", () => {
    expect(written(reading(0), reading(5), reading(21), reading(26))).toEqual(["0 (0) 0", "5 (5) 0", "21 (0) 0"]);
  });

  test("where a word tells nothing", () => {
    expect(written(reading(0), reading(5), null, reading(10))).toEqual(["0 (0) 0", "5 (5) 0", "10 (0) 0"]);
  });

  test("when another run begins, and when the clock was set back", () => {
    const other = reading(10, { runId: "run-2" });
    expect(written(reading(0), reading(5), other)).toEqual(["0 (0) 0", "5 (5) 0", "10 (0) 0"]);
    expect(written(reading(50), reading(55), reading(20))).toEqual(["50 (0) 0", "55 (5) 0", "20 (0) 0"]);
  });
});

test("what arrived, left and was acknowledged adds up, whatever the rhythm of the words", () => {
  const step = fc.record({
    ms: fc.integer({ min: 1, max: 15_000 }),
    came: fc.nat(50),
    sends: fc.nat(50),
    acks: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), (steps) => {
      const book = new SampleBook();
      let at = NOON;
      let [pendingItems, inFlightItems, arrived] = [0, 0, 0];
      let traffic = NO_TRAFFIC;
      const all = steps.flatMap(({ ms, came, sends, acks }, n) => {
        at += ms;
        const sent = Math.min(pendingItems, sends);
        const acked = Math.min(inFlightItems, acks);
        if (n > 0) {
          pendingItems += came - sent;
          inFlightItems += sent - acked;
          arrived += came;
          traffic = { ...traffic, sentItems: traffic.sentItems + sent, ackedItems: traffic.ackedItems + acked };
        }
        const report = anExportReport(at, { pendingItems, inFlightItems, traffic });
        return book.see({ report, riskMs: 0, exportState: null, importState: null });
      });
      all.push(...book.see(null));
      const sum = (of: (sample: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
      expect(sum(({ arrivedItems }) => arrivedItems)).toBe(arrived);
      expect(sum(({ sentItems }) => sentItems)).toBe(traffic.sentItems);
      expect(sum(({ ackedItems }) => ackedItems)).toBe(traffic.ackedItems);
      expect(sum(({ knownMs }) => knownMs)).toBe(at - NOON - (steps[0]?.ms ?? 0));
    }),
  );
});
