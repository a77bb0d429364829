import { queryOptions } from "@tanstack/react-query";
import { LIVE } from "#components/live/live-key.ts";
import { signInAgain } from "#components/live/sign-in-again.ts";
import { type Reading, readClocks } from "#components/live/told.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** A set of deletions that the guard holds, as its page shows it. */
export type ToldHeld = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly BackupModule: ModuleName;
  readonly Items: number;
  readonly Since: string;
  readonly Token: string;
  readonly Named: readonly string[];
  readonly AsOf: string;
};

/** An answer and when it was asked for; null = it came with the page itself. */
export type HeardHeld = { readonly sets: readonly ToldHeld[]; readonly askedAt: Reading | null };

const POLL_MS = 3_000;
const PATIENCE_MS = 5_000;

/** What is held of a pool now. */
export function heldQuery(pool: PoolFqdn) {
  return queryOptions({
    queryKey: [LIVE, "held", pool] as const,
    queryFn: ({ signal }) => askHeld(pool, signal),
    staleTime: 1_000,
    refetchInterval: POLL_MS,
    networkMode: "always",
    retry: false,
  });
}

async function askHeld(pool: PoolFqdn, signal: AbortSignal): Promise<HeardHeld> {
  const askedAt = readClocks();
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await fetch(`/api/v1/pools/${pool}/held-deletions`, { signal: patience, cache: "no-store" });
  if (answer.status === 401) signInAgain();
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  const { HeldDeletions }: { HeldDeletions: readonly ToldHeld[] } = await answer.json();
  return { sets: HeldDeletions, askedAt };
}
