import { queryOptions } from "@tanstack/react-query";
import type { SparklinesView, SparklineView } from "#lib/domain/lane-history.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

const POLL_MS = 60_000;
const PATIENCE_MS = 10_000;

/** The small charts of all pairs; five minutes are one step of them. */
export const sparklinesQuery = queryOptions({
  queryKey: ["sparklines"] as const,
  queryFn: ({ signal }) => askSparklines(signal),
  staleTime: POLL_MS / 2,
  refetchInterval: POLL_MS,
  networkMode: "always",
  retry: false,
});

async function askSparklines(signal: AbortSignal): Promise<SparklinesView> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await fetch("/api/v1/sparklines", { signal: patience, cache: "no-store" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}

/** That of one direction; null before there is one. */
export function sparklineOf(view: SparklinesView | undefined, from: PoolFqdn): SparklineView | null {
  return view?.Directions.find(({ From }) => From === from) ?? null;
}
