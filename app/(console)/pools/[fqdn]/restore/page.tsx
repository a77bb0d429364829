import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { LiveRestore } from "#components/restore/live-restore.tsx";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { covers, type Role } from "#lib/domain/role.ts";
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
  const missing = (role: Role) => (covers(ctx.actor.role, role) ? null : role);
  const needs = {
    sync: missing(NEEDED_ROLE.invokeSync),
    adopt: missing(NEEDED_ROLE.restoreStore),
    "from-partner": missing(NEEDED_ROLE.restoreStore),
  };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LiveRestore pool={pool} module={typeof module === "string" ? module : null} ask={askRestore} needs={needs} />
    </HydrationBoundary>
  );
}
