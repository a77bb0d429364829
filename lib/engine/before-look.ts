import type { Answer } from "./asking.ts";
import { releaseHeld } from "./by-hand.ts";
import type { ExportGear } from "./export-gear.ts";
import type { OpenedExport } from "./lane-parts.ts";
import type { Listening } from "./listening.ts";
import type { OwnLook } from "./own-look.ts";

/** What an export sees to before each look. */
export class BeforeLook {
  readonly #gear: ExportGear;
  readonly #listening: Listening;
  readonly #look: OwnLook;

  constructor(gear: ExportGear, listening: Listening, look: OwnLook) {
    this.#gear = gear;
    this.#listening = listening;
    this.#look = look;
  }

  /**
   * Before the look: what is known from run to run, the partner's answer when one came, and what is on its way made pending again
   * where it has to be.
   */
  async prepare(opened: OpenedExport): Promise<Answer | null> {
    const { parts, compare, canary, position, runs, comparison, standby, outbox, ear, refused } = this.#gear;
    const { clock, claim } = parts;
    const { book } = opened;
    await compare.load(); // before anything is said of this lane: what is known to differ is known from run to run
    await canary.load(book);
    await position.load(book);
    if (runs.take(clock.now())) await claim(runs.told());
    const answer = await comparison.prepare(opened);
    await standby.heedStore(book);
    if (position.isRewound) await this.#listening.listen(); // the word that told it may have been an old one, put back
    if (answer !== null) await position.forgetAcked(book);
    else await this.#checkStandbyToo(opened);
    if (outbox.mustRebuild || (answer !== null && outbox.isAskedForAgain)) await this.#rebuild(opened, answer);
    await releaseHeld(parts, runs, book);
    if (ear.said === null) await this.#listening.listen();
    await refused.heed(book, ear.said?.quarantine ?? null, clock.now());
    return answer;
  }

  async #rebuild(opened: OpenedExport, answer: Answer | null): Promise<void> {
    const { parts, outbox, standby, canary, tombstones, runs } = this.#gear;
    const word = await outbox.rebuild(opened.book);
    await standby.hearCanary(opened, word);
    canary.rebuilt();
    tombstones.rebuilt();
    runs.joinLook(parts.clock.now());
    if (answer === null) await this.#checkStandbyToo(opened);
  }

  /** Where this side is not whole either, that is told: then a sync alone mends nothing. */
  async #checkStandbyToo({ side, book }: OpenedExport): Promise<void> {
    const { source, position, runs, standby } = this.#gear;
    if (position.isRewound) {
      source.checkGivenUp();
      await side.check();
      if (runs.comparison !== null) this.#look.checkSight(); // it looks again and again until all can be read
    }
    await standby.checkBeforeLook(book);
  }
}
