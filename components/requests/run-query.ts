import { queryOptions } from "@tanstack/react-query";
import { LIVE } from "#components/live/live-key.ts";
import { signInAgain } from "#components/live/sign-in-again.ts";
import { type Reading, readClocks } from "#components/live/told.ts";
import type { RequestView } from "#lib/domain/request-view.ts";
import { forward, type Shares } from "./forward.ts";
import { isUnderWay } from "./is-under-way.ts";

/** An answer about a run, when it was asked for, and how far its bars are. */
export type HeardRun = { readonly run: RequestView; readonly askedAt: Reading | null; readonly shares: Shares };

const POLL_MS = 1_000;
const PATIENCE_MS = 5_000;

/** One run, asked every second until it has ended. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: [LIVE, "run", id] as const,
    queryFn: ({ client, queryKey, signal }): Promise<HeardRun> =>
      askRun(id, client.getQueryData<HeardRun>(queryKey)?.shares ?? {}, signal),
    staleTime: 500,
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data.run) ? POLL_MS : false),
    networkMode: "always",
    retry: false,
  });
}

async function askRun(id: string, before: Shares, signal: AbortSignal): Promise<HeardRun> {
  const askedAt = readClocks();
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await fetch(`/api/v1/requests/${encodeURIComponent(id)}`, { signal: patience, cache: "no-store" });
  if (answer.status === 401) signInAgain();
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  const run: RequestView = await answer.json();
  return { run, askedAt, shares: forward(before, run) };
}
