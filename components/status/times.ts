/** How a reader wants moments written: as the clock on the wall has it, or in UTC. */
export const TIMES = ["local", "utc"] as const;
export type Times = (typeof TIMES)[number];

const listeners = new Set<() => void>();

/** Moments on every open screen of this tab are written anew. */
export function timesChanged(): void {
  for (const listener of listeners) listener();
}

/** Who writes moments; the server reads this file too, so the hook has one of its own. */
export function subscribeTimes(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
