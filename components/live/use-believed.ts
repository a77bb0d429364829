import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { spokenAt } from "#components/status/freshness.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { believed } from "./believed.ts";
import { pairsQuery } from "./pairs-query.ts";
import type { Told } from "./told.ts";
import { type Elapsed, useElapsed } from "./use-elapsed.ts";

/** The pairs as they may be believed right now. */
export type Believed = Elapsed & {
  readonly snapshot: Snapshot;
  /** The server's moment of the last answer. */
  readonly toldAt: string;
  /** The moment that all ages on the page are of. */
  readonly saysAt: string;
};

const asTold = ({ snapshot }: Told) => snapshot;

/**
 * The one way to show the pairs: the last answer, aged by this browser's clocks; null before there was any. `known` adds what
 * the page knows besides, and must be the same function while that is the same.
 */
export function useBelieved(known: (told: Told) => Snapshot = asTold): Believed | null {
  const { data, isError } = useQuery(pairsQuery);
  const elapsed = useElapsed(data?.askedAt ?? null, !isError);
  const now = useMemo(() => (data === undefined ? null : known(data)), [data, known]);
  const snapshot = useMemo(() => (now === null ? null : believed(now, elapsed.ms)), [now, elapsed.ms]);
  if (data === undefined || snapshot === null) return null;
  const toldAt = data.snapshot.Now;
  return { ...elapsed, snapshot, toldAt, saysAt: spokenAt(elapsed.hearing, snapshot.Now, toldAt) };
}
