import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { seconds } from "#lib/testkit/snapshot.ts";
import { samplePoint, samplesView } from "#lib/testkit/told-history.ts";
import { chartModel } from "./chart-model.ts";
import { pointWords } from "./point-words.ts";
import { SamplesTable } from "./samples-table.tsx";

const VIEW = samplesView(
  [
    samplePoint({
      Since: seconds(-500),
      At: seconds(-440),
      PendingItems: 31,
      PendingItemsMost: 40,
      UnackedItems: 2,
      UnackedItemsMost: 2,
    }),
    samplePoint({
      Since: seconds(-100),
      At: seconds(-40),
      PendingBytes: null,
      PendingBytesMost: 4_500_000,
      SecondsAtRisk: 228,
      SecondsAtRiskMost: 301,
    }),
  ],
  { From: seconds(-600), To: seconds(0) },
);

test("table, chart and words tell the same points and the same gaps", () => {
  const drawn = renderToStaticMarkup(<SamplesTable view={VIEW} />);
  const rows = [...drawn.matchAll(/<tr data-(point|gap)="[^"]*">(.*?)<\/tr>/g)].map(([, kind, cells = ""]) => [
    kind,
    ...[...cells.matchAll(/<td[^>]*>(.*?)<\/td>/g)].slice(1).map(([, text = ""]) => text.replace(/<[^>]*>/g, "")),
  ]);
  expect(rows).toEqual([
    ["gap", "not known for 40 s"],
    ["point", "0", "0", "not known", "4.5\u00a0MB", "0", "3 min 48 s", "5 min 1 s", "FinalState", "NormalState"],
    ["gap", "not known for 5 min 40 s"],
    ["point", "31", "40", "0\u00a0B", "0\u00a0B", "2", "0 s", "0 s", "FinalState", "NormalState"],
    ["gap", "not known for 1 min 40 s"],
  ]);
  const { rows: line, gaps } = chartModel(VIEW);
  expect(gaps).toHaveLength(3);
  expect(line.filter(({ at }) => VIEW.Points.some(({ At }) => Date.parse(At) === at))).toMatchObject([
    { waiting: 40, unacked: 2, bytes: 0, age: 0 },
    { waiting: 0, unacked: 0, bytes: 4_500_000, age: 301 },
  ]);
  const item = { one: "row", many: "rows" };
  expect(VIEW.Points.map((point) => pointWords(point, item))).toEqual([
    "31 rows waiting, 0\u00a0B, 2 rows sent and not acknowledged, at most 40 rows before, export FinalState, import NormalState",
    "nothing waits, oldest change 3 min 48 s old, export FinalState, import NormalState",
  ]);
});
