import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { forward } from "#components/requests/forward.ts";
import { LiveRun } from "#components/requests/live-run.tsx";
import { runQuery } from "#components/requests/run-query.ts";
import type { Context } from "#lib/auth/context.ts";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { getRequest } from "#lib/commands/get-request.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { askedOf, neededToStop } from "#lib/commands/stop-request.ts";
import { may } from "#lib/domain/may.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { signedIn } from "../../../session.ts";
import { tellPairs } from "../../../tell-pairs.ts";
import { stopRun } from "./actions.ts";

export const metadata: Metadata = { title: "Run" };

type Props = { readonly params: Promise<{ readonly id: string }> };

/** One long run, live: how far it is, how to stop it, and its receipt. */
export default async function RunPage({ params }: Props) {
  const ctx = await signedIn();
  const { id } = await params;
  const run = await found(ctx, decodeURIComponent(id));
  const snapshot = await getPairs(ctx);
  const client = new QueryClient();
  client.setQueryData(runQuery(run.Id).queryKey, { run, askedAt: null, shares: forward({}, run) });
  await tellPairs(client, ctx);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LiveRun
        id={run.Id}
        faces={snapshot.Pairs[0]?.Directions[0].Faces ?? []}
        toldAt={snapshot.Now}
        stop={mayStop(ctx, run) ? stopRun : null}
      />
    </HydrationBoundary>
  );
}

async function found(ctx: Context, id: string): Promise<RequestView> {
  try {
    return await getRequest(ctx, { id });
  } catch (thrown) {
    if (isProblem(thrown)) notFound();
    throw thrown;
  }
}

function mayStop({ actor }: Context, { What, PoolFqdn: from, BackupPoolFqdn: to }: RequestView): boolean {
  return may(actor, neededToStop(What), askedOf({ what: What, from, to }));
}
