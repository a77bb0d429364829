import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PairView } from "#components/history/pair-view.tsx";
import { sparklinesQuery } from "#components/history/sparklines-query.ts";
import { getJournal } from "#lib/commands/get-journal.ts";
import { getSparklines } from "#lib/commands/get-sparklines.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { covers } from "#lib/domain/role.ts";
import { tellPairs } from "../../../tell-pairs.ts";
import { syncNow } from "../../actions.ts";
import { checkPool } from "../../check.ts";
import { checkHindered } from "../../hindered.ts";
import { pairedPool } from "../../pools/[fqdn]/paired-pool.ts";

export const metadata: Metadata = { title: "Pair" };

type Props = { readonly params: Promise<{ readonly fqdn: string }> };

const MOST_ENTRIES = 15;

/** One pair, named by either of its pools. */
export default async function PairPage({ params }: Props) {
  const { ctx, pool, partner } = await pairedPool(params);
  const client = new QueryClient();
  client.setQueryData(sparklinesQuery.queryKey, await getSparklines(ctx));
  const { Entries } = await getJournal(ctx, { pool, limit: MOST_ENTRIES });
  await tellPairs(client, ctx);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PairView
        pool={pool}
        syncNow={syncNow}
        maySync={covers(ctx.actor.role, NEEDED_ROLE.invokeSync)}
        pools={ctx.actor.pools}
        check={checkPool}
        hindered={{ [pool]: checkHindered(ctx, pool), [partner]: checkHindered(ctx, partner) }}
        journal={{ entries: Entries, at: isoInstant(ctx.clock.now()) }}
      />
    </HydrationBoundary>
  );
}
