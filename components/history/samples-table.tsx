import { bytes, count } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import { ScrollBox } from "#components/ui/scroll-box.tsx";
import { duration } from "#lib/domain/duration.ts";
import type { SamplePoint, SamplesView } from "#lib/domain/lane-history.ts";
import { type Gap, gapBetween } from "./chart-model.ts";

const CELL = "border-line border-t px-2 py-1 text-right whitespace-nowrap first:text-left first:pl-0";
const HEAD = "px-2 pb-1 text-right font-normal text-soft first:text-left first:pl-0";

type Line = { readonly point: SamplePoint } | { readonly gap: Gap };

/** The numbers that the charts are drawn from, the latest first. */
export function SamplesTable({ view }: { readonly view: SamplesView }) {
  const lines = linesOf(view);
  return (
    <ScrollBox label="The backlog over time, as numbers" className="max-h-[32rem]">
      <table className="w-full border-collapse text-2xs">
        <thead className="sticky top-0 bg-panel">
          <tr>
            {[
              "Moment",
              "Waiting",
              "at most",
              "Bytes",
              "at most",
              "Sent, no ack",
              "At risk",
              "at most",
              "Export",
              "Import",
            ].map((name, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <th key={place} scope="col" className={HEAD}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) =>
            "gap" in line ? (
              <Unknown key={line.gap.from} gap={line.gap} />
            ) : (
              <Known key={line.point.At} point={line.point} />
            ),
          )}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Known({ point }: { readonly point: SamplePoint }) {
  const size = (value: number | null) => (value === null ? "not known" : bytes(value));
  const age = (seconds: number) => duration(seconds * 1000);
  return (
    <tr data-point={point.At}>
      <td className={CELL}>
        <Moment at={point.At} />
      </td>
      <td className={CELL}>{count(point.PendingItems)}</td>
      <td className={CELL}>{count(point.PendingItemsMost)}</td>
      <td className={CELL}>{size(point.PendingBytes)}</td>
      <td className={CELL}>{size(point.PendingBytesMost)}</td>
      <td className={CELL}>{count(point.UnackedItems)}</td>
      <td className={CELL}>{age(point.SecondsAtRisk)}</td>
      <td className={CELL}>{age(point.SecondsAtRiskMost)}</td>
      <td className={CELL}>{point.ExportStatus}</td>
      <td className={CELL}>{point.ImportStatus}</td>
    </tr>
  );
}

function Unknown({ gap: { from, to } }: { readonly gap: Gap }) {
  return (
    <tr data-gap={from}>
      <td className={CELL}>
        <Moment at={new Date(from).toISOString()} />
      </td>
      <td colSpan={9} className="not-known border-line border-t px-2 py-1">
        not known for {duration(to - from)}
      </td>
    </tr>
  );
}

function linesOf({ From, To, Points }: SamplesView): readonly Line[] {
  let knownUntil = Date.parse(From);
  const lines = Points.flatMap((point): Line[] => {
    const gap = gapBetween(knownUntil, Date.parse(point.Since));
    knownUntil = Date.parse(point.At);
    return gap === null ? [{ point }] : [{ gap }, { point }];
  });
  const rest = gapBetween(knownUntil, Date.parse(To));
  return (rest === null ? lines : [...lines, { gap: rest }]).reverse();
}
