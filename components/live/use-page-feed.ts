import { useMemo, useState, useSyncExternalStore } from "react";
import { spokenAt } from "#components/status/freshness.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { aged } from "#lib/domain/ageing.ts";
import { snapshotOf } from "#lib/domain/feed.ts";
import { type FeedPlan, PageFeed } from "./page-feed.ts";
import type { Told } from "./told.ts";
import type { Believed } from "./use-believed.ts";
import { useElapsed } from "./use-elapsed.ts";

const asTold = ({ snapshot }: Told) => snapshot;

/** The pairs as a page with a feed of its own may believe them right now; `known` as in `useBelieved`. The plan is read once. */
export function usePageFeed(plan: FeedPlan, known: (told: Told) => Snapshot = asTold): Believed {
  const [feed] = useState(() => new PageFeed(plan));
  const { kept, askedAt, isFailing } = useSyncExternalStore(feed.subscribe, feed.heard, feed.heard);
  const elapsed = useElapsed(askedAt, !isFailing);
  const told = useMemo(() => ({ snapshot: snapshotOf<Snapshot>(kept), askedAt }), [kept, askedAt]);
  const now = useMemo(() => known(told), [told, known]);
  const snapshot = useMemo(() => aged(now, elapsed.ms), [now, elapsed.ms]);
  const toldAt = told.snapshot.Now;
  return { ...elapsed, snapshot, toldAt, saysAt: spokenAt(elapsed.hearing, snapshot.Now, toldAt) };
}
