import { useState } from "react";
import { type PageHearing, pageHearing } from "#components/status/freshness.ts";
import { elapsedMs, pageAskedAt, type Reading } from "./told.ts";
import { useReading } from "./use-reading.ts";

/** How old an answer of the server is by now, and what the page may call itself for it. */
export type Elapsed = { readonly ms: number; readonly hearing: PageHearing; readonly isAlive: boolean };

/** `askedAt` is null for the answer that came with the page itself; `isAsking` while the answer to a next one may still come. */
export function useElapsed(askedAt: Reading | null, isAsking = false): Elapsed {
  const reading = useReading();
  const [cameAt] = useState(() => (typeof window === "undefined" ? null : pageAskedAt()));
  const since = askedAt ?? cameAt;
  const ms = reading === null || since === null ? 0 : elapsedMs(since, reading);
  return { ms, hearing: pageHearing(ms, isAsking), isAlive: reading !== null };
}
