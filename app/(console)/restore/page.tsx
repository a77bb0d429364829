import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { LiveChooser } from "#components/restore/live-chooser.tsx";
import { signedIn } from "../../session.ts";
import { tellPairs } from "../../tell-pairs.ts";

export const metadata: Metadata = { title: "Restore" };

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

/** Which pool lost content: the first question of every restore. */
export default async function RestoreChooserPage({ searchParams }: Props) {
  const ctx = await signedIn();
  const client = new QueryClient();
  await tellPairs(client, ctx);
  const { q } = await searchParams;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LiveChooser sought={typeof q === "string" ? q : ""} />
    </HydrationBoundary>
  );
}
