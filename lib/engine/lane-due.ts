import type { ExportGear } from "./export-gear.ts";
import type { OwnLook } from "./own-look.ts";

/** A look that is woken by changes may take this share of the time at most. */
const WOKEN_SHARE = 0.05;

/** When an export wants to be called next, by `Clock.elapsed`. */
export class LaneDue {
  readonly #gear: ExportGear;
  readonly #look: OwnLook;

  constructor(gear: ExportGear, look: OwnLook) {
    this.#gear = gear;
    this.#look = look;
  }

  get at(): number {
    const { parts, runs, schedule } = this.#gear;
    if (runs.hasAccepted) return schedule.dueWhenAsked(parts.clock.elapsed());
    return this.#isWoken() ? schedule.dueWhenWoken(this.#pauseOfLooks()) : schedule.dueAt;
  }

  /** D13: changes wake the lane while the window has room; of files only a look can tell. */
  #isWoken(): boolean {
    const { parts, source, sender, counts } = this.#gear;
    if (!parts.wakesOnChange() || sender.isUsedUp || counts.facts === null) return false;
    const { pendingItems, goneItems, heldItems, upToMark, goneUpToMark } = counts.facts;
    const isNew = pendingItems - goneItems > upToMark || goneItems - heldItems > goneUpToMark;
    return isNew || source.opened?.side.tables.length === 0;
  }

  #pauseOfLooks(): number {
    return (this.#look.last?.tookMs ?? 0) / WOKEN_SHARE;
  }
}
