import { queryOptions } from "@tanstack/react-query";
import { signInAgain } from "#components/live/sign-in-again.ts";
import { type Pressed, refusalIn } from "#components/ui/pressed.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Edition } from "#lib/domain/pool-record.ts";

/** A pool as this page is told it. */
export type ToldPool = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn | null;
  readonly Site: string;
  readonly Edition: Edition;
  readonly IsCmsMaster: boolean;
  readonly IsMade: boolean;
  readonly IsHere: boolean;
  readonly FileStore: string | null;
  readonly UserStore: string | null;
};

/** What a pool holds of a former partner. */
export type ToldStandby = {
  readonly HomePoolFqdn: PoolFqdn;
  readonly BackupModule: ModuleName;
  readonly Items: number;
};

/** A request that a change left behind. */
export type ToldPush = { readonly Id: string; readonly PoolFqdn: PoolFqdn };

export const POOLS_KEY = ["pools"] as const;

/** Every pool, asked again now and then: others may change them too. */
export const poolsQuery = queryOptions({
  queryKey: POOLS_KEY,
  queryFn: async ({ signal }): Promise<readonly ToldPool[]> => {
    const answer = await fetch("/api/v1/pools", { signal, cache: "no-store" });
    if (answer.status === 401) signInAgain();
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const { Pools }: { Pools: readonly ToldPool[] } = await answer.json();
    return Pools;
  },
  staleTime: 2_000,
  refetchInterval: 10_000,
  networkMode: "always",
  retry: false,
});

/** What a pool holds of former partners, counted when it is asked; a refusal is an answer too: nothing may be there. */
export function standbyQuery(pool: PoolFqdn) {
  return queryOptions({
    queryKey: ["standby", pool] as const,
    queryFn: async ({ signal }): Promise<Pressed<readonly ToldStandby[]>> => {
      const answer = await fetch(`/api/v1/pools/${pool}/standby`, { signal, cache: "no-store" });
      if (answer.status === 401) signInAgain();
      const told: unknown = await answer.json();
      return answer.ok ? { ok: true, told: (told as ToldRemoval).Removed } : refusalIn(told);
    },
    staleTime: 0,
    gcTime: 0,
    networkMode: "always",
    retry: false,
  });
}

type ToldRemoval = { readonly Removed: readonly ToldStandby[] };

/** Pairs, each once and in the order of the pools, and the pools that have no partner. */
export function arranged(pools: readonly ToldPool[]) {
  const byName = new Map(pools.map((pool) => [pool.PoolFqdn, pool]));
  const pairs: (readonly [ToldPool, ToldPool])[] = [];
  for (const pool of pools) {
    const partner = pool.BackupPoolFqdn === null ? undefined : byName.get(pool.BackupPoolFqdn);
    const isKnown = pairs.some(([, other]) => other.PoolFqdn === pool.PoolFqdn);
    if (partner !== undefined && !isKnown) pairs.push([pool, partner]);
  }
  return { pairs, alone: pools.filter(({ BackupPoolFqdn }) => BackupPoolFqdn === null) };
}

/** What a pool is to the Central Management store. */
export function cmsWords({ IsCmsMaster, BackupPoolFqdn }: ToldPool, pools: readonly ToldPool[]): string {
  if (IsCmsMaster) return "master: it writes the Central Management store";
  const master = pools.find((pool) => pool.IsCmsMaster);
  if (master === undefined) return "no pool is master";
  if (BackupPoolFqdn === null) return "none: it has no partner";
  return master.PoolFqdn === BackupPoolFqdn ? "standby: it keeps the master's copy" : "none in this pair";
}
