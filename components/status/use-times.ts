import { useSyncExternalStore } from "react";
import { subscribeTimes, type Times } from "./times.ts";

/** The choice as the page carries it. */
function chosen(): Times {
  return document.documentElement.dataset.times === "utc" ? "utc" : "local";
}

/** How moments are to be written; null on the server and until the page is alive. */
export function useTimes(): Times | null {
  return useSyncExternalStore(subscribeTimes, chosen, () => null);
}
