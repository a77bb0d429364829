import { queryOptions } from "@tanstack/react-query";
import { LIVE } from "#components/live/live-key.ts";
import { signInAgain } from "#components/live/sign-in-again.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { QuarantineView } from "#lib/domain/quarantine-view.ts";

const POLL_MS = 3_000;
const PATIENCE_MS = 5_000;

/** What the partner refuses now of one copy. */
export function quarantineQuery(pool: PoolFqdn, module: ModuleName) {
  return queryOptions({
    queryKey: [LIVE, "quarantine", pool, module] as const,
    queryFn: ({ signal }) => ask(pool, module, signal),
    staleTime: 1_000,
    refetchInterval: POLL_MS,
    networkMode: "always",
    retry: false,
  });
}

async function ask(pool: PoolFqdn, module: ModuleName, signal: AbortSignal): Promise<QuarantineView> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const query = new URLSearchParams({ pool, backupModule: module });
  const answer = await fetch(`/api/v1/quarantined-items?${query}`, { signal: patience, cache: "no-store" });
  if (answer.status === 401) signInAgain();
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}
