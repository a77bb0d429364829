import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { driftQuery } from "#components/compare/drift-query.ts";
import { DRIFT_PAGE } from "#components/compare/told-compare.ts";
import { LaneView } from "#components/history/lane-view.tsx";
import { type Range, rangeOf, usualRange, WIDEST_USUAL } from "#components/history/ranges.ts";
import { historyQuery, samplesQuery } from "#components/history/samples-query.ts";
import { quarantineQuery } from "#components/quarantine/quarantine-query.ts";
import { getDrift } from "#lib/commands/get-drift.ts";
import { getJournal } from "#lib/commands/get-journal.ts";
import { getLaneHistory } from "#lib/commands/get-lane-history.ts";
import { getQuarantinedItems } from "#lib/commands/get-quarantined-items.ts";
import { getSamples } from "#lib/commands/get-samples.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { lacking } from "#lib/domain/may.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { tellPairs } from "../../../../tell-pairs.ts";
import { pairedPool } from "../../../pools/[fqdn]/paired-pool.ts";

import { compareCopy, retryRefused, sendCopyAgain, skipRefused } from "./actions.ts";

export const metadata: Metadata = { title: "Copy" };

type Props = {
  readonly params: Promise<{ readonly fqdn: string; readonly module: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const MOST_ENTRIES = 20;

/** One module in one direction: from the pool in the address to its partner. */
export default async function LanePage({ params, searchParams }: Props) {
  const { ctx, pool } = await pairedPool(params);
  const [{ module: asked }, query] = await Promise.all([params, searchParams]);
  const asks = rangeOf(String(query.range));
  const client = new QueryClient();
  const over = (range: Range) => ({ pool, module: decodeURIComponent(asked), lastSeconds: range.ms / 1000 });
  try {
    const widest = await getSamples(ctx, over(asks ?? WIDEST_USUAL));
    const range = asks ?? usualRange(widest);
    const question = over(range);
    const samples = range === (asks ?? WIDEST_USUAL) ? widest : await getSamples(ctx, question);
    const { BackupModule: module } = samples;
    client.setQueryData(samplesQuery(pool, module, range).queryKey, samples);
    client.setQueryData(historyQuery(pool, module, range).queryKey, await getLaneHistory(ctx, question));
    client.setQueryData(quarantineQuery(pool, module).queryKey, await getQuarantinedItems(ctx, { pool, module }));
    const { Entries } = await getJournal(ctx, { from: pool, module, limit: MOST_ENTRIES });
    const start = Number.parseInt(String(query.drift), 10) || 0;
    const drift = await getDrift(ctx, { pool, module, next: Math.max(0, start), limit: DRIFT_PAGE });
    client.setQueryData(driftQuery(pool, module, Math.max(0, start)).queryKey, drift);
    const needs = lacking(ctx.actor, NEEDED_ROLE.debugInterPoolReplication, pool);
    await tellPairs(client, ctx);
    return (
      <HydrationBoundary state={dehydrate(client)}>
        <LaneView
          from={pool}
          module={module}
          range={range.id}
          shown={query.show === "table" ? "table" : "chart"}
          journal={{ entries: Entries, at: isoInstant(ctx.clock.now()) }}
          door={{
            retry: retryRefused,
            skip: skipRefused,
            retryNeeds: lacking(ctx.actor, NEEDED_ROLE.retryQuarantined, pool),
            skipNeeds: lacking(ctx.actor, NEEDED_ROLE.skipQuarantined, pool),
          }}
          driftFrom={Math.max(0, start)}
          compare={{ compare: compareCopy, sendAgain: sendCopyAgain, needs }}
        />
      </HydrationBoundary>
    );
  } catch (thrown) {
    if (isProblem(thrown)) notFound();
    throw thrown;
  }
}
