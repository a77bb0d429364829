"use client";

import { useIsHere } from "#components/ui/use-is-here.ts";
import { clockText, utcText } from "./time-text.ts";

/** A moment in the reader's time zone, with UTC behind it. The server does not know the zone, so it writes UTC first. */
export function Moment({ at }: { readonly at: string }) {
  const isHere = useIsHere();
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap">
      {isHere ? clockText(at, new Date()) : utcText(at)}
    </time>
  );
}
