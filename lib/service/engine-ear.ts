import type { Clock } from "#lib/ports/clock.ts";
import type { EngineEar, Reading } from "#lib/ports/engine-watch.ts";

/** So many beats are remembered: answers to reads that ran side by side may come in any order. */
const REMEMBERED = 8;

/**
 * An ear with a memory. A beat that is seen for the first time came after the last read that did not see it: for so long it
 * may have stood still already. One that is seen again stands still since then.
 */
export function engineEar(clock: Pick<Clock, "now" | "elapsed">): EngineEar {
  const read = (): Reading => ({ steady: clock.elapsed(), wall: clock.now() });
  const since = new Map<string, Reading>();
  let latest = read();
  return {
    ask: read,
    hear(beat, asked) {
      const mark = beat === null ? "" : `${beat.runId} ${beat.at}`;
      const begun = since.get(mark) ?? earlier(latest, asked);
      since.set(mark, begun);
      latest = later(latest, asked);
      for (const old of since.keys()) {
        if (since.size <= REMEMBERED) break;
        since.delete(old); // a map keeps its order: the oldest goes
      }
      return elapsedMs(begun, read());
    },
  };
}

function earlier(a: Reading, b: Reading): Reading {
  return a.steady <= b.steady ? a : b;
}

function later(a: Reading, b: Reading): Reading {
  return a.steady <= b.steady ? b : a;
}

/** By the clock that saw more of it. A wall clock that was set ahead makes a living engine old until its next beat, no longer. */
function elapsedMs(from: Reading, to: Reading): number {
  return Math.max(0, to.steady - from.steady, to.wall - from.wall);
}
