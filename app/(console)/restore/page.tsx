import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LiveChoice } from "#components/restore/live-choice.tsx";
import { pageContext } from "../../session.ts";
import { tellPairs } from "../../tell-pairs.ts";

export const metadata: Metadata = { title: "Restore" };

/** Where a restore begins: the pool that lost something is chosen. */
export default async function RestoreChoicePage() {
  const ctx = await pageContext();
  if (ctx === null) redirect("/login");
  const client = new QueryClient();
  await tellPairs(client, ctx);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LiveChoice />
    </HydrationBoundary>
  );
}
