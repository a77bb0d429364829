import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { RestoreAmounts } from "#components/restore/amount-words.ts";
import { LiveRestore } from "#components/restore/live-restore.tsx";
import { restoreCases } from "#components/status/restore-case.ts";
import type { Context } from "#lib/auth/context.ts";
import { foreseeRestore } from "#lib/commands/foresee-restore.ts";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { lacking } from "#lib/domain/may.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Role } from "#lib/domain/role.ts";
import { tellPairs } from "../../../../tell-pairs.ts";
import { pairedPool } from "../paired-pool.ts";
import { askRestore } from "./actions.ts";

export const metadata: Metadata = { title: "Restore" };

type Props = {
  readonly params: Promise<{ readonly fqdn: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Restore of what a pool lost: why, from where, what it does, and the press. */
export default async function RestorePage({ params, searchParams }: Props) {
  const { ctx, pool } = await pairedPool(params);
  const { module } = await searchParams;
  const client = new QueryClient();
  await tellPairs(client, ctx);
  const amounts = await amountsOf(ctx, pool);
  const missing = (role: Role) => lacking(ctx.actor, role, pool);
  const needs = {
    sync: missing(NEEDED_ROLE.invokeSync),
    adopt: missing(NEEDED_ROLE.restoreStore),
    "from-partner": missing(NEEDED_ROLE.restoreStore),
  };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LiveRestore
        pool={pool}
        module={typeof module === "string" ? module : null}
        amounts={amounts}
        ask={askRestore}
        needs={needs}
      />
    </HydrationBoundary>
  );
}

/** How much could come back of what is lost now, counted before anything is asked for (PRODUCT B3). */
async function amountsOf(ctx: Context, pool: PoolFqdn): Promise<RestoreAmounts> {
  const pair = (await getPairs(ctx)).Pairs.find(({ A, B }) => A === pool || B === pool);
  const cases = pair === undefined ? [] : restoreCases(pair, pool).filter(({ running }) => running === null);
  const counted = cases.map(async ({ module, is }) => {
    return [module, await foreseeRestore(ctx, { pool, module, isStandby: is === "standby" })] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}
