"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import { bytes, count } from "#components/status/amount.ts";
import type { Times } from "#components/status/times.ts";
import { duration } from "#lib/domain/duration.ts";
import type { MarkView } from "#lib/domain/lane-history.ts";
import { TARGET_SECONDS } from "#lib/domain/target.ts";
import type { ChartModel } from "./chart-model.ts";
import { MarkShape } from "./mark-shape.tsx";
import { offsetOf, ticks, tickText } from "./time-axis.ts";
import { type Figure, valueMarks } from "./value-axis.ts";

type Props = {
  readonly model: ChartModel;
  readonly marks: readonly MarkView[];
  readonly times: Times | null;
  /** The moment that is read out; null while none is. */
  readonly chosenAt: number | null;
  readonly choose: (at: number) => void;
};

export const PLOT_HEIGHT = 132;
const AXIS_WIDTH = 68;
const TEXT = { fill: "var(--soft)", fontSize: 12 };

/** Three charts of one time line: what waits, how much it weighs, how old the oldest of it is. For eyes; the figures are told beside it. */
export default function Plot(props: Props) {
  return (
    <div className="grid gap-3" aria-hidden="true">
      <One {...props} figure="items" title="Items: waiting, and sent without an ack" />
      <One {...props} figure="bytes" title="Bytes waiting" />
      <One {...props} figure="age" title={`Age of the oldest change, target ${duration(TARGET_SECONDS * 1000)}`} />
    </div>
  );
}

function One({
  model,
  marks,
  times,
  chosenAt,
  choose,
  figure,
  title,
}: Props & { readonly figure: Figure; readonly title: string }) {
  const { from, to, rows, gaps } = model;
  const spanMs = to - from;
  const hatch = `hatch-${figure}`;
  const marksUp = valueMarks(figure, mostOf(rows, figure));
  const write = (value: number) => valueText(figure, value);
  return (
    <div className="grid gap-1">
      <p className="text-2xs text-soft">{title}</p>
      <ResponsiveContainer width="100%" height={PLOT_HEIGHT} initialDimension={{ width: 720, height: PLOT_HEIGHT }}>
        <ComposedChart
          data={[...rows]}
          accessibilityLayer={false}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          onMouseMove={({ activeLabel }) => {
            if (activeLabel !== undefined) choose(Number(activeLabel));
          }}
        >
          <defs>
            <pattern id={hatch} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="8" height="8" fill="var(--hatch-a)" />
              <rect width="4" height="8" fill="var(--hatch-b)" />
            </pattern>
          </defs>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={[from, to]}
            allowDataOverflow
            ticks={[...ticks(from, to, 8, offsetOf(to, times))]}
            tickFormatter={(at: number) => tickText(at, spanMs, times)}
            interval="preserveStartEnd"
            minTickGap={12}
            tick={TEXT}
            stroke="var(--edge)"
          />
          <YAxis
            width={AXIS_WIDTH}
            tickFormatter={write}
            tick={TEXT}
            stroke="var(--edge)"
            ticks={[...marksUp]}
            interval={0}
            domain={[0, marksUp.at(-1) ?? 1]}
          />
          {gaps.map((gap) => (
            <ReferenceArea
              key={gap.from}
              x1={gap.from}
              x2={gap.to}
              fill={`url(#${hatch})`}
              fillOpacity={1}
              stroke="none"
            />
          ))}
          {figure === "age" && (
            <ReferenceLine y={TARGET_SECONDS} stroke="var(--bad)" strokeDasharray="4 4" ifOverflow="hidden" />
          )}
          {figure === "items" && <Curve dataKey="unacked" stroke="var(--soft)" dash="5 3" />}
          <Curve dataKey={figure === "items" ? "waiting" : figure} stroke="var(--busy)" />
          {marks.map((mark) => (
            <ReferenceLine
              key={`${mark.At} ${mark.Kind} ${mark.RequestId}`}
              x={Date.parse(mark.At)}
              stroke={mark.Kind === "error" ? "var(--bad)" : "var(--edge)"}
              strokeDasharray="2 3"
              {...(figure === "items" ? { label: <MarkShape kind={mark.Kind} /> } : {})}
            />
          ))}
          {chosenAt !== null && <ReferenceLine x={chosenAt} stroke="var(--ink)" />}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** Never animated: nothing moves without a reason. */
function Curve({
  dataKey,
  stroke,
  dash,
}: {
  readonly dataKey: string;
  readonly stroke: string;
  readonly dash?: string;
}) {
  return (
    <Area
      dataKey={dataKey}
      type="linear"
      stroke={stroke}
      strokeWidth={1.75}
      {...(dash === undefined ? {} : { strokeDasharray: dash })}
      fill={stroke}
      fillOpacity={dash === undefined ? 0.14 : 0}
      dot={false}
      activeDot={false}
      connectNulls={false}
      isAnimationActive={false}
    />
  );
}

function mostOf(rows: ChartModel["rows"], figure: Figure): number {
  const of = (row: ChartModel["rows"][number]) =>
    figure === "items" ? Math.max(row.waiting ?? 0, row.unacked ?? 0) : (row[figure] ?? 0);
  return rows.reduce((most, row) => Math.max(most, of(row)), 0);
}

/** No label is broken between a number and its unit. */
function valueText(figure: Figure, value: number): string {
  return unbroken(figure, value).replaceAll(" ", "\u00a0");
}

function unbroken(figure: Figure, value: number): string {
  switch (figure) {
    case "items":
      return count(value);
    case "bytes":
      return bytes(value);
    case "age":
      return duration(value * 1000);
  }
}
