import { queryOptions } from "@tanstack/react-query";
import { LIVE } from "#components/live/live-key.ts";
import { signInAgain } from "#components/live/sign-in-again.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { DRIFT_PAGE, type ToldCompares } from "./told-compare.ts";

const PATIENCE_MS = 10_000;

/** What compares of a copy found, with the page of its list that begins at `from`. */
export function driftQuery(pool: PoolFqdn, module: ModuleName, from: number) {
  return queryOptions({
    queryKey: [LIVE, "drift", pool, module, from] as const,
    queryFn: ({ signal }) => askDrift(pool, module, from, signal),
    staleTime: 5_000,
    networkMode: "always",
    retry: false,
  });
}

async function askDrift(pool: PoolFqdn, module: ModuleName, from: number, signal: AbortSignal): Promise<ToldCompares> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const path = `/api/v1/pools/${pool}/modules/${encodeURIComponent(module)}/drift?next=${from}&limit=${DRIFT_PAGE}`;
  const answer = await fetch(path, { signal: patience, cache: "no-store" });
  if (answer.status === 401) signInAgain();
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}
