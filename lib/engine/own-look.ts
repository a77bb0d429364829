import type { Fault } from "#lib/domain/fault.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { Answer } from "./asking.ts";
import { isOwnLoss } from "./comparison.ts";
import type { ExportGear } from "./export-gear.ts";
import type { OpenedExport } from "./lane-parts.ts";
import type { LookTaken } from "./tell-export.ts";

/** The looks that an export takes at its own data set, and what the last one left. */
export class OwnLook {
  readonly #gear: ExportGear;
  #last: LookTaken | null = null;

  constructor(gear: ExportGear) {
    this.#gear = gear;
  }

  /** That of the last cycle that carried what it found; null before. */
  get last(): LookTaken | null {
    return this.#last;
  }

  /** What it found was carried. */
  carried(look: LookTaken): void {
    this.#last = look;
  }

  /** What the last look could not read is told first and firmly: before that is seen to, no sync makes a standby whole that fell back. */
  checkSight(): void {
    const fault = this.#last?.fault ?? null;
    if (fault !== null && this.#gear.position.isRewound && !isOwnLoss(fault)) throw fault;
  }

  /** The look at this pool's own data set. When that is lost its partner's can still be given back: `lost` says why. */
  async take(
    opened: OpenedExport,
    answer: Answer | null,
    meanwhile: () => Promise<void>,
  ): Promise<{ readonly look: Look; readonly lost: Fault | null }> {
    const { parts, source, standby, canary, measure, position, comparison } = this.#gear;
    const { lane, clock } = parts;
    const { side, book } = opened;
    try {
      source.checkGivenUp();
      // Not before the partner was heard: a package of a new epoch would hide that its position went back.
      if (standby.isRight) await canary.write(opened);
      const isBaseline = await book.isBaselineDue(lane.module);
      const look = await side.look(isBaseline, () => measure.progress(), isBaseline ? undefined : meanwhile);
      if (isBaseline && look.fault === null) {
        await position.compared(book); // before the note of it goes: a death between the two looks at all of it again
        await book.setBaselineDue(lane.module, false);
      }
      return { look, lost: null };
    } catch (thrown) {
      if (!isOwnLoss(thrown) || (answer === null && !comparison.owesReturn)) throw thrown;
      const look = {
        at: clock.now(),
        closed: false,
        missed: null,
        ignoredItems: null,
        isShrinking: false,
        fault: thrown,
      };
      return { look, lost: thrown };
    }
  }
}
