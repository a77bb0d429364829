"use client";

import dynamic from "next/dynamic";
import { type KeyboardEvent, useState } from "react";
import type { Noun } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import { clockText, universalText } from "#components/status/time-text.ts";
import { useTimes } from "#components/status/use-times.ts";
import type { MarkView, SamplesView } from "#lib/domain/lane-history.ts";
import { chartModel, pointNear } from "./chart-model.ts";
import { MarkIcon } from "./mark-shape.tsx";
import { pointWords } from "./point-words.ts";

type Props = { readonly view: SamplesView; readonly marks: readonly MarkView[]; readonly item: Noun };

/** The charts and what they are drawn by come when they are wanted; their place is kept. */
const Plot = dynamic(() => import("./plot.tsx"), { ssr: false, loading: () => <div className="plot-place" /> });

/** How far a key moves through the points; null for one that does not. */
function moved(key: string, place: number, last: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return place - 1;
    case "ArrowRight":
    case "ArrowUp":
      return place + 1;
    case "PageDown":
      return place - 10;
    case "PageUp":
      return place + 10;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** A copy's backlog over time. Arrow keys go from point to point, and each is read out as it stands below. */
export function BacklogChart({ view, marks, item }: Props) {
  const times = useTimes();
  const [chosenAt, setChosenAt] = useState<number | null>(null);
  const last = view.Points.length - 1;
  const near = chosenAt === null ? null : pointNear(view.Points, chosenAt);
  const place = near ?? last;
  const point = view.Points[place];
  const choose = (at: number) => {
    const nearest = view.Points[pointNear(view.Points, at) ?? last];
    setChosenAt(nearest === undefined ? null : Date.parse(nearest.At));
  };
  const press = (event: KeyboardEvent) => {
    const next = moved(event.key, place, last);
    if (next === null || last < 0) return;
    event.preventDefault();
    const target = view.Points[Math.min(last, Math.max(0, next))];
    if (target !== undefined) setChosenAt(Date.parse(target.At));
  };
  const written = (at: string) => (times === "utc" ? universalText : clockText)(at, new Date());
  if (point === undefined)
    return (
      <p className="text-sm text-soft">Nothing of this time is known. The engine writes what it sees once a minute.</p>
    );
  return (
    <div className="grid gap-3">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Points of the backlog over time"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={place}
        aria-valuetext={`${written(point.At)}: ${pointWords(point, item)}`}
        onKeyDown={press}
        className="min-w-0 rounded-lg p-1.5"
      >
        <Plot
          model={chartModel(view)}
          marks={marks}
          times={times}
          chosenAt={chosenAt === null ? null : Date.parse(point.At)}
          choose={choose}
        />
      </div>
      <p data-readout className="min-h-10 text-pretty text-sm">
        <strong className="font-semibold">
          <Moment at={point.At} />
        </strong>{" "}
        {pointWords(point, item)}
      </p>
      <Legend />
    </div>
  );
}

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-2xs text-soft">
      <li className="flex items-center gap-1.5">
        <Line dash="" stroke="var(--busy)" /> waiting
      </li>
      <li className="flex items-center gap-1.5">
        <Line dash="5 3" stroke="var(--soft)" /> sent, not acknowledged
      </li>
      <li className="flex items-center gap-1.5">
        <span className="not-known inline-block h-3 w-5 rounded-sm border border-hatch-line" aria-hidden="true" /> not
        known
      </li>
      <li className="flex items-center gap-1.5">
        <MarkIcon kind="sync" /> sync
      </li>
      <li className="flex items-center gap-1.5">
        <MarkIcon kind="restore" /> restore
      </li>
      <li className="flex items-center gap-1.5">
        <MarkIcon kind="error" /> error
      </li>
    </ul>
  );
}

function Line({ dash, stroke }: { readonly dash: string; readonly stroke: string }) {
  return (
    <svg viewBox="0 0 20 4" className="h-1 w-5" aria-hidden="true">
      <path d="M0 2h20" stroke={stroke} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}
