import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { sparklinesQuery } from "#components/history/sparklines-query.ts";
import { LivePairs } from "#components/pairs/live-pairs.tsx";
import { getSparklines } from "#lib/commands/get-sparklines.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { covers } from "#lib/domain/role.ts";
import { pageContext } from "../session.ts";
import { tellPairs } from "../tell-pairs.ts";
import { syncNow } from "./actions.ts";

export const metadata: Metadata = { title: "Pairs" };

/** Every pair, both directions, worst first. */
export default async function PairsPage() {
  const ctx = await pageContext();
  if (ctx === null) redirect("/login");
  const client = new QueryClient();
  client.setQueryData(sparklinesQuery.queryKey, await getSparklines(ctx));
  await tellPairs(client, ctx);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LivePairs syncNow={syncNow} maySync={covers(ctx.actor.role, NEEDED_ROLE.invokeSync)} />
    </HydrationBoundary>
  );
}
