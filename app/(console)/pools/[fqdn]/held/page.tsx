import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { heldQuery } from "#components/held/held-query.ts";
import { LiveHeld } from "#components/held/live-held.tsx";
import { getHeldDeletions } from "#lib/commands/get-held-deletions.ts";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { lacking } from "#lib/domain/may.ts";
import { pairedPool } from "../paired-pool.ts";
import { releaseHeld } from "./actions.ts";

export const metadata: Metadata = { title: "Held deletions" };

type Props = { readonly params: Promise<{ readonly fqdn: string }> };

/** Deletions that the guard holds, and a person's decision about them. */
export default async function HeldPage({ params }: Props) {
  const { ctx, pool } = await pairedPool(params);
  const { HeldDeletions } = await getHeldDeletions(ctx, { pool });
  const { Now, Pairs } = await getPairs(ctx);
  const client = new QueryClient();
  client.setQueryData(heldQuery(pool).queryKey, { sets: HeldDeletions, askedAt: null });
  const needed = NEEDED_ROLE.approveHeldDeletion;
  const rights = { release: releaseHeld, releaseNeeds: lacking(ctx.actor, needed, pool) };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LiveHeld
        pool={pool}
        sets={HeldDeletions}
        toldAt={Now}
        faces={Pairs[0]?.Directions[0].Faces ?? []}
        rights={rights}
      />
    </HydrationBoundary>
  );
}
