import type { LaneBook } from "#lib/ports/user-store.ts";
import type { ExportHand } from "./export-hand.ts";
import type { PendingTally } from "./pending-tally.ts";

/** So many entries are launched by the thread; fewer are sooner done than handed over, and need no thread to be there. */
const THREAD_ENTRIES = 8_000;

/** Launches large packages in the thread, others as `launch` does. */
export function launchAside(launch: LaneBook["launch"], hand: ExportHand, tally: PendingTally): LaneBook["launch"] {
  return async (module, flight, ids, keep, at) => {
    if (ids.length < THREAD_ENTRIES || keep.length > 0) return launch(module, flight, ids, keep, at);
    try {
      await hand.launch({ module, flight, ids, at });
    } finally {
      for (const id of ids) tally.touch(id); // also where it failed: a thread that died may have done it before
    }
  };
}
