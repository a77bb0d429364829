import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { signInAgain } from "#components/live/sign-in-again.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { caughtUp, type FeedAnswer, type Kept, snapshotOf } from "#lib/domain/feed.ts";
import { askFeed } from "./ask-feed.ts";
import { LIVE } from "./live-key.ts";
import { pollMs } from "./streaming.ts";
import type { Reading, Told } from "./told.ts";

export const PAIRS_KEY = [LIVE, "pairs"] as const;

/** What this tab keeps of the feed, and when it was true; null = it came with the page itself. */
export type Heard = { readonly kept: Kept; readonly askedAt: Reading | null };

/** The one snapshot of this tab, that all its screens show: asked for when the server says that something changed. */
export const pairsQuery = queryOptions({
  queryKey: PAIRS_KEY,
  queryFn: ({ client, signal }) => askChanges(client.getQueryData<Heard>(PAIRS_KEY)?.kept ?? null, signal),
  select: toldOf,
  structuralSharing: false, // patching shares already
  staleTime: 1_000,
  gcTime: Number.POSITIVE_INFINITY, // a page that the browser shows again must not bring back what it brought at first
  refetchInterval: pollMs,
  networkMode: "always", // the server may be on this machine, whatever the browser thinks of the network
  retry: false,
});

/**
 * Gives a page an answer to bring along; `part` may leave some of it out, for the first answer to its script. It is for a tab
 * that has none: an old page may come again, and the two clocks cannot tell which is younger.
 */
export function bringAlong(client: QueryClient, answer: FeedAnswer, part: (kept: Kept) => Kept = (kept) => kept): void {
  const heard: Heard = { kept: part(caughtUp(null, answer)), askedAt: null };
  client.setQueryData(PAIRS_KEY, heard, { updatedAt: 0 });
}

function toldOf({ kept, askedAt }: Heard): Told {
  return { snapshot: snapshotOf<Snapshot>(kept), askedAt };
}

function askChanges(kept: Kept | null, signal: AbortSignal): Promise<Heard> {
  const answered = ({ status }: Response) => {
    if (status === 401) signInAgain();
  };
  return askFeed({ address: "/api/v1/pairs", kept, answered, signal });
}
