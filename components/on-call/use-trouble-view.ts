import { useEffect, useState } from "react";
import type { Snapshot } from "#components/status/snapshot.ts";
import { isTroubled } from "./on-call-view.tsx";
import type { TroubleView } from "./trouble-view.tsx";

type View = typeof TroubleView;

/** What tells the problems, once there are some and it was fetched; without a network it is tried again with the next snapshot. */
export function useTroubleView(snapshot: Snapshot): View | null {
  const [fetched, setFetched] = useState<{ readonly View: View } | null>(null);
  useEffect(() => {
    if (fetched !== null || !isTroubled(snapshot)) return;
    void import("./trouble-view.tsx").then(({ TroubleView: View }) => setFetched({ View })).catch(() => {});
  }, [fetched, snapshot]);
  return fetched?.View ?? null;
}
