import type { Snapshot } from "#components/status/snapshot.ts";

/** One instant by two clocks of this browser: the steady one, and the one that also runs while the machine sleeps. */
export type Reading = { readonly steady: number; readonly wall: number };

/** An answer of the server and when it was true; null = it came with the page itself. */
export type Told = { readonly snapshot: Snapshot; readonly askedAt: Reading | null };

export function readClocks(): Reading {
  return { steady: performance.now(), wall: Date.now() };
}

/** The reading of so long before. */
export function before({ steady, wall }: Reading, ms: number): Reading {
  return { steady: steady - ms, wall: wall - ms };
}

/** Time between two readings, by the clock that saw more of it: an answer may look too old, never too young. */
export function elapsedMs(from: Reading, to: Reading): number {
  return Math.max(0, to.steady - from.steady, to.wall - from.wall);
}

/** When the page that brought its own first answer was asked for. A page that came by a link inside the console came just now. */
export function pageAskedAt(): Reading {
  const [page] = performance.getEntriesByType("navigation");
  const isThisPage = page !== undefined && URL.parse(page.name)?.pathname === location.pathname;
  return isThisPage ? { steady: 0, wall: performance.timeOrigin } : readClocks();
}
