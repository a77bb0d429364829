import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { sparklinesQuery } from "#components/history/sparklines-query.ts";
import { firstView } from "#components/pairs/first-view.ts";
import { LivePairs } from "#components/pairs/live-pairs.tsx";
import { filterIn, type PairsFilter } from "#components/pairs/pairs-filter.ts";
import { getSparklines } from "#lib/commands/get-sparklines.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { covers } from "#lib/domain/role.ts";
import { signedIn } from "../session.ts";
import { tellPairs } from "../tell-pairs.ts";
import { syncNow } from "./actions.ts";

export const metadata: Metadata = { title: "Pairs" };

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

/** More small charts than so many come after the page. */
const MOST_LINES = 120;

/** Every pair, both directions, worst first. */
export default async function PairsPage({ searchParams }: Props) {
  const ctx = await signedIn();
  const client = new QueryClient();
  const filter = await filterOf(searchParams);
  const sparklines = await getSparklines(ctx);
  if (sparklines.Directions.length <= MOST_LINES) client.setQueryData(sparklinesQuery.queryKey, sparklines);
  await tellPairs(client, ctx, (kept) => firstView(kept, filter));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LivePairs
        syncNow={syncNow}
        maySync={covers(ctx.actor.role, NEEDED_ROLE.invokeSync)}
        pools={ctx.actor.pools}
        filter={filter}
      />
    </HydrationBoundary>
  );
}

async function filterOf(searchParams: Props["searchParams"]): Promise<PairsFilter> {
  const params = await searchParams;
  return filterIn({ get: (name) => [params[name]].flat()[0] });
}
