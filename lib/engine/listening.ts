import type { Ack } from "#lib/domain/ack.ts";
import type { BookedFlight, LaneBook } from "#lib/ports/user-store.ts";
import type { ExportGear } from "./export-gear.ts";
import type { LaneWork } from "./lane-work.ts";
import { stillRefused } from "./refused-items.ts";
import { whyFailed } from "./why-failed.ts";

/** How an export hears its partner: clears what it acknowledged, and makes due what it asks for. */
export class Listening {
  readonly #gear: ExportGear;
  readonly #work: LaneWork;
  /** The partner's inventory came, and no cycle has taken it up. */
  #isAnswered = false;

  constructor(gear: ExportGear, work: LaneWork) {
    this.#gear = gear;
    this.#work = work;
  }

  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** A cycle takes it up. */
  takenUp(): void {
    this.#isAnswered = false;
  }

  /** Never rejects. */
  async listen(): Promise<void> {
    const { parts, source, ear, runs, comparison, schedule, hearings } = this.#gear;
    const { transport, lane, clock, changed } = parts;
    try {
      const asked = clock.elapsed(); // before it is read: what a standstill in between makes old is not young
      const word = await transport.partnerWord(lane);
      if (ear.hear(word, asked)) changed();
      if (word?.receipt) runs.receipted(word.receipt);
      comparison.heard(word?.own ?? null);
      if (!this.#work.isAtWork && (await comparison.hasAnswer())) {
        this.#isAnswered = true;
        schedule.forgive();
        schedule.noLaterThan(clock.elapsed());
      }
      const book = source.opened?.book;
      if (book) await this.#takeWord(book, word);
      if (!this.#work.isAtWork) await comparison.closeQuestion();
      hearings.succeed();
    } catch (thrown) {
      hearings.fail(whyFailed(thrown, parts.open));
    }
  }

  async #takeWord(book: LaneBook, word: Ack | null): Promise<void> {
    const { parts, source, outbox, measure, standby, tombstones, runs, cycles, schedule } = this.#gear;
    const { lane, clock, changed } = parts;
    if (await outbox.take(book, word)) {
      measure.progress();
      changed();
    }
    await standby.hearCanary(source.opened, word);
    await outbox.lookAfterFlights(book);
    const flights = await book.flights(lane.module);
    this.acked(flights);
    tombstones.heard(flights);
    if (!outbox.mustRebuild || cycles.current.is !== "ended" || this.#work.isAtWork) return;
    if (runs.hasOpen) this.#work.restartRuns();
    schedule.noLaterThan(clock.elapsed());
  }

  /** `flights` is what is on its way now: everything else of the requests was acknowledged. */
  acked(flights: readonly BookedFlight[]): void {
    const { parts, runs, ear } = this.#gear;
    runs.acked(flights, parts.clock.now(), (asked) => stillRefused(asked, ear.quarantine));
  }
}
