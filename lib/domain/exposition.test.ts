import fc from "fast-check";
import { expect, test } from "vitest";
import { readExposition } from "#lib/testkit/read-exposition.ts";
import { exposition, type Family, histogram, oneHot } from "./exposition.ts";

const aGauge = (more: Partial<Family> = {}): Family => ({
  name: "pairkeeper_pending_items",
  type: "gauge",
  help: "Changes that have not left.",
  samples: [{ labels: { from: "p1", to: "p2" }, value: 3 }],
  ...more,
});

test("a metric is its help, its type and its values", () => {
  expect(exposition([aGauge(), aGauge({ name: "pairkeeper_x", samples: [] })])).toBe(
    [
      "# HELP pairkeeper_pending_items Changes that have not left.",
      "# TYPE pairkeeper_pending_items gauge",
      'pairkeeper_pending_items{from="p1",to="p2"} 3',
      "",
    ].join("\n"),
  );
});

test("whatever stands in a label is read back as it was", () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), (text, value) => {
      const read = readExposition(
        exposition([aGauge({ help: `a\n\\${text}`, samples: [{ labels: { text }, value }] })]),
      );
      expect(read.get("pairkeeper_pending_items")?.samples).toEqual([
        { name: "pairkeeper_pending_items", labels: { text }, value: value === 0 ? expect.closeTo(0) : value },
      ]);
    }),
  );
});

test("of states one is 1 and every other 0", () => {
  expect(oneHot(["FinalState", "Unknown"], "Unknown", { pool: "p1" })).toEqual([
    { labels: { pool: "p1", state: "FinalState" }, value: 0 },
    { labels: { pool: "p1", state: "Unknown" }, value: 1 },
  ]);
});

test("a histogram counts up to each bound, and all of it", () => {
  const samples = histogram([1, 5], { counts: [2, 0, 3], sumSeconds: 40.5 }, { pool: "p1" });
  const text = exposition([{ name: "pairkeeper_cycle_duration_seconds", type: "histogram", help: "x", samples }]);
  expect(text.split("\n").slice(2, -1)).toEqual([
    'pairkeeper_cycle_duration_seconds_bucket{pool="p1",le="1"} 2',
    'pairkeeper_cycle_duration_seconds_bucket{pool="p1",le="5"} 2',
    'pairkeeper_cycle_duration_seconds_bucket{pool="p1",le="+Inf"} 5',
    'pairkeeper_cycle_duration_seconds_sum{pool="p1"} 40.5',
    'pairkeeper_cycle_duration_seconds_count{pool="p1"} 5',
  ]);
  expect(readExposition(text).get("pairkeeper_cycle_duration_seconds")?.samples).toHaveLength(5);
});

const HEAD = "# HELP a_total x\n# TYPE a_total counter\n";
test.each([
  ["no end", `${HEAD}a_total 1`],
  ["no type", "a_total 1\n"],
  ["a series twice", `${HEAD}a_total{b="1",c="2"} 1\na_total{c="2",b="1"} 1\n`],
  ["a counter by no counter's name", "# HELP a x\n# TYPE a counter\na 1\n"],
  ["a gauge by a counter's name", "# HELP a_total x\n# TYPE a_total gauge\na_total 1\n"],
  ["less than nothing", `${HEAD}a_total -1\n`],
  ["a label that is not closed", `${HEAD}a_total{b="1} 1\n`],
  ["no number", `${HEAD}a_total null\n`],
  ["milliseconds", "# HELP a_milliseconds x\n# TYPE a_milliseconds gauge\na_milliseconds 1\n"],
  ["a metric in two pieces", `${HEAD}a_total 1\n# HELP b x\n# TYPE b gauge\nb 1\na_total{x="1"} 1\n`],
  ["a histogram without its whole", '# HELP h x\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_sum 1\nh_count 1\n'],
])("the reader refuses %s", (_, text) => {
  expect(() => readExposition(text)).toThrow();
});
