import { useSyncExternalStore } from "react";

/** How a reader wants moments written: as the clock on the wall has it, or in UTC. */
export const TIMES = ["local", "utc"] as const;
export type Times = (typeof TIMES)[number];

const listeners = new Set<() => void>();

/** Moments on every open screen of this tab are written anew. */
export function timesChanged(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The choice as the page carries it. */
function chosen(): Times {
  return document.documentElement.dataset.times === "utc" ? "utc" : "local";
}

/** How moments are to be written; null on the server and until the page is alive. */
export function useTimes(): Times | null {
  return useSyncExternalStore(subscribe, chosen, () => null);
}
