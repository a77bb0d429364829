import { queryOptions } from "@tanstack/react-query";
import type { Snapshot } from "#components/status/snapshot.ts";
import { readClocks, type Told } from "./told.ts";

export const PAIRS_KEY = ["pairs"] as const;

const POLL_MS = 2_000;
/** A server that does not answer for so long is asked anew. */
const PATIENCE_MS = 5_000;

/** Everything that the page of pairs shows, asked every 2 s for as long as the page is seen. */
export const pairsQuery = queryOptions({
  queryKey: PAIRS_KEY,
  queryFn: ({ signal }) => askPairs(signal),
  staleTime: 1_000,
  refetchInterval: POLL_MS,
  networkMode: "always", // the server may be on this machine, whatever the browser thinks of the network
  retry: false,
});

async function askPairs(signal: AbortSignal): Promise<Told> {
  const askedAt = readClocks();
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await fetch("/api/v1/pairs", { signal: patience, cache: "no-store" });
  if (answer.status === 401) location.assign("/login");
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  const snapshot: Snapshot = await answer.json();
  return { snapshot, askedAt };
}
