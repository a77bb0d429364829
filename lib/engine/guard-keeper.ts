import { countsOf, enoughOwn, GUARD_FREE, GUARD_WINDOW_MS, mustHold } from "#lib/domain/guard.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { ExportSide } from "#lib/ports/backup-module.ts";
import type { GuardFacts, LaneBook } from "#lib/ports/user-store.ts";
import type { Log } from "./lane-parts.ts";

type Guarded = { readonly side: ExportSide; readonly book: LaneBook };

/** Stands between a lane's deletions and its partner (DESIGN L10). */
export class GuardKeeper {
  readonly #lane: Lane;
  readonly #log: Log;

  constructor(lane: Lane, log: Log) {
    this.#lane = lane;
    this.#log = log;
  }

  /**
   * Holds the deletions that wait when they may be a loss. To be called after a look, while what it found to be new is still
   * pending and can tell renames; again when the images of the look were packed, which finds rows gone; and before any
   * tombstone leaves.
   */
  async check({ side, book }: Guarded, at: Instant): Promise<void> {
    const { module } = this.#lane;
    if (isHarmless(await book.guardFacts(module, at - GUARD_WINDOW_MS))) return;
    await side.findRenames();
    const facts = await book.guardFacts(module, at - GUARD_WINDOW_MS);
    if (isHarmless(facts)) return;
    const own = facts.held > 0 ? 0 : await side.census(enoughOwn(facts));
    if (!mustHold({ ...facts, own })) return;
    const items = await book.hold(module);
    this.#log("deletions are held", { items, own, ...facts });
  }
}

/** True when these deletions leave, however much is left. */
function isHarmless(facts: GuardFacts): boolean {
  return facts.waiting === 0 || (facts.held === 0 && countsOf(facts) <= GUARD_FREE);
}
