"use client";

import { clockText, universalText, utcText } from "./time-text.ts";
import { useTimes } from "./use-times.ts";

/** A moment in the reader's time zone, or in UTC where he wants that. The server does not know the zone, so it writes UTC first. */
export function Moment({ at }: { readonly at: string }) {
  const times = useTimes();
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap">
      {times === null ? utcText(at) : (times === "utc" ? universalText : clockText)(at, new Date())}
    </time>
  );
}
