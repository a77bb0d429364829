import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { LiveTopology } from "#components/topology/live-topology.tsx";
import { POOLS_KEY } from "#components/topology/told-pool.ts";
import type { TopologyDoor } from "#components/topology/topology-door.ts";
import { getPools } from "#lib/commands/get-pools.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { signedIn } from "../../session.ts";
import { addPool, cleanUp, pairAnew, pairPools, partPools } from "./actions.ts";

export const metadata: Metadata = { title: "Topology" };

const DOOR: TopologyDoor = {
  addPool,
  pair: pairPools,
  part: partPools,
  rePair: pairAnew,
  removeStandby: cleanUp,
};

/** Pools and pairs: seen by everybody, changed by administrators. */
export default async function TopologyPage() {
  const ctx = await signedIn();
  const client = new QueryClient();
  client.setQueryData(POOLS_KEY, (await getPools(ctx)).Pools);
  const { role, pools } = ctx.actor;
  const { newPool, newPair, rePair, removePair, removeStandby } = NEEDED_ROLE;
  const needed = { newPool, newPair, rePair, removePair, removeStandby };
  return (
    <div className="mx-auto max-w-[72rem]">
      <HydrationBoundary state={dehydrate(client)}>
        <LiveTopology door={DOOR} actor={{ role, pools }} needed={needed} />
      </HydrationBoundary>
    </div>
  );
}
