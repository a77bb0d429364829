import { queryOptions } from "@tanstack/react-query";
import { signInAgain } from "#components/live/sign-in-again.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { LaneHistoryView, SamplesView } from "#lib/domain/lane-history.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Range } from "./ranges.ts";

const PATIENCE_MS = 10_000;
/** A chart of an hour moves on by a point every few seconds; one of a month need not hurry. */
const everyMs = ({ ms }: Range) => Math.min(60_000, Math.max(10_000, ms / 500));

/** What is known of a copy's backlog over that time, up to now. */
export function samplesQuery(pool: PoolFqdn, module: ModuleName, range: Range) {
  return queryOptions({
    queryKey: ["samples", pool, module, range.id] as const,
    queryFn: ({ signal }): Promise<SamplesView> => ask(`${address(pool, module)}/samples?${since(range)}`, signal),
    staleTime: 5_000,
    refetchInterval: everyMs(range),
    networkMode: "always",
    retry: false,
  });
}

/** The story of a copy over that time, up to now. */
export function historyQuery(pool: PoolFqdn, module: ModuleName, range: Range) {
  return queryOptions({
    queryKey: ["lane-history", pool, module, range.id] as const,
    queryFn: ({ signal }): Promise<LaneHistoryView> => ask(`${address(pool, module)}/history?${since(range)}`, signal),
    staleTime: 5_000,
    refetchInterval: everyMs(range),
    networkMode: "always",
    retry: false,
  });
}

function address(pool: PoolFqdn, module: ModuleName): string {
  return `/api/v1/pools/${pool}/modules/${encodeURIComponent(module)}`;
}

/** Up to the server's now: this browser's clock may be another. */
function since({ ms }: Range): string {
  return `lastSeconds=${ms / 1000}`;
}

async function ask<T>(path: string, signal: AbortSignal): Promise<T> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await fetch(path, { signal: patience, cache: "no-store" });
  if (answer.status === 401) signInAgain();
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}
