import { Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Compared, type InventoryPages, NOTHING_COMPARED } from "#lib/domain/inventory.ts";
import { foundReceipt, type ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { OwnState } from "#lib/domain/store-state.ts";
import type { InventorySide } from "#lib/ports/backup-module.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { type Answer, Asking } from "./asking.ts";
import type { ExportParts, OpenedExport } from "./lane-parts.ts";
import type { Outbox } from "./outbox.ts";
import type { OpenAsk, RunBook } from "./run-book.ts";

const NOTHING_GIVEN = { ...NOTHING_COMPARED, leftAlone: [] };

/** A store that is away for a moment is no second loss: what was given back so far is there when it is. */
const LOST_AFTER_MS = 60_000;

/** What a comparison still has to end with, once everything that it found was sent. */
type Owed = { readonly requestId: string; own: boolean; returned: boolean; readonly apart: number | undefined };

/**
 * The lane's side of a full push and of a restore (DESIGN L11): asks the partner what it holds, makes pending what differs,
 * and says when all of a data set was sent.
 */
export class Comparison {
  readonly #parts: ExportParts;
  readonly #outbox: Outbox;
  readonly #runs: RunBook;
  readonly #asking: Asking;
  #owed: Owed | null = null;
  #isAnswerThere = false;
  #mayOweReturns = true;
  /** Since when the partner says that what is being given back is lost; by `Clock.elapsed`. */
  #lostSince: number | null = null;

  constructor(parts: ExportParts, outbox: Outbox, runs: RunBook) {
    this.#parts = parts;
    this.#outbox = outbox;
    this.#runs = runs;
    this.#asking = new Asking(parts);
  }

  /** Something that is to be given back has not all been sent. */
  get owesReturn(): boolean {
    return this.#owed?.returned === true;
  }

  /** True when a cycle should take up an answer that came. A cheap question while there is none. */
  async hasAnswer(): Promise<boolean> {
    const open = this.#runs.comparison;
    if (open?.phase !== "asking") return false;
    this.#isAnswerThere ||= (await this.#answerTo(open)) !== null;
    return this.#isAnswerThere;
  }

  /**
   * Takes the question back as soon as its request has ended. One that stood until the next cycle would be answered by an
   * importer that begins before it, and what was lost since would be waited for in vain.
   */
  async closeQuestion(): Promise<void> {
    if (this.#asking.stands && this.#runs.comparison === null) await this.#asking.end();
  }

  /** Asks for who waits, and takes the question back when nobody does. The answer, once it is there. */
  async prepare({ inventory, book }: OpenedExport): Promise<Answer | null> {
    const open = this.#runs.comparison;
    if (open === null) {
      this.#owed = null;
      await this.#asking.end();
      // What was to be given back for a request that was ended, perhaps before this run, is nobody's wish any more.
      if (this.#mayOweReturns && this.#runs.current === null) {
        await inventory.forgetReturns();
        this.#mayOweReturns = false;
      }
      this.#mayOweReturns ||= this.#runs.current !== null;
      return null;
    }
    this.#mayOweReturns = true;
    if (open.phase !== "asking") return null;
    if (!(await this.#mayAsk(open, inventory, book))) return null;
    await this.#asking.ask(open);
    this.#isAnswerThere = false; // what was seen may be the answer to another request, or damaged
    const answer = await this.#answerTo(open);
    if (answer === null) return null;
    this.#runs.answered(this.#parts.clock.now());
    return answer;
  }

  /**
   * The partner moves away what it has once it is asked to be restored: what would come back has to be whole before that, and
   * nothing can leave an older copy before a person has said which past is right.
   */
  async #mayAsk({ what }: OpenAsk, inventory: InventorySide, book: LaneBook): Promise<boolean> {
    if (what !== "restore") return true;
    await this.#outbox.checkPast(book);
    try {
      await inventory.checkGivable(this.#parts.lane.to);
      return true;
    } catch (thrown) {
      if (!isOwnLoss(thrown)) throw thrown;
      this.#failLostToo(thrown);
      return false;
    }
  }

  /** What comes from the partner goes into its standby first: what is on its way there would be missed by the comparison. */
  async #answerTo(open: OpenAsk): Promise<Answer | null> {
    const { transport, lane } = this.#parts;
    const answer = await this.#asking.answer(open);
    if (answer === null || answer.own === null) return answer;
    const coming = await transport.incoming({ from: lane.to, to: lane.from, module: lane.module });
    return coming.length === 0 ? answer : null;
  }

  /**
   * What the partner says of its own data set. Lost once more while it is being given back it would never be whole: what had
   * come before is missing, and is told to nobody.
   */
  heard(own: OwnState | null): void {
    const { lane, clock } = this.#parts;
    const isLost = own === "lost" && this.#runs.isGivingBack;
    this.#lostSince = isLost ? (this.#lostSince ?? clock.elapsed()) : null;
    if (this.#lostSince === null || clock.elapsed() - this.#lostSince < LOST_AFTER_MS) return;
    const problem = `What came back to ${lane.to} was lost again before all of it was there: ask once more.`;
    this.#runs.failComparison(problem, clock.now());
  }

  #failLostToo({ code }: Fault): void {
    const { lane, clock } = this.#parts;
    const standby = `The standby of ${lane.to} on ${lane.from}`;
    const problem =
      code === "restoring"
        ? `${standby} waits to be filled itself: adopt ${lane.to} as it is, and what stands there comes back.`
        : `${standby} is lost too: there is nothing to give back.`;
    this.#runs.failComparison(problem, clock.now());
  }

  /** What was on its way, or was found before, is void: the partner is asked anew. */
  restart(): void {
    if (this.#runs.comparison?.phase === "asking") return; // nothing was found by it yet
    this.#owed = null;
    this.#isAnswerThere = false;
    this.#asking.forget();
  }

  /**
   * Makes pending what the two sides do not share. `isOwnLost`: this pool's own data set is not there, so only what the partner
   * lost can be seen to; `receipt`: what the partner says of this request's earlier tries. False when nothing was compared:
   * nobody waits for it any more.
   */
  async compare(
    { inventory }: OpenedExport,
    answer: Answer,
    at: Instant,
    isOwnLost: boolean,
    receipt: ReturnReceipt | null,
    getsOn: () => void,
  ): Promise<boolean> {
    const { lane } = this.#parts;
    const open = this.#runs.comparison;
    if (open?.phase !== "looking") return false; // it was ended meanwhile
    const pushed: Compared = isOwnLost ? NOTHING_COMPARED : await inventory.push(answer.standby, at, getsOn);
    const { own } = answer;
    let given: ReturnReceipt | null = null;
    let apart: number | undefined;
    try {
      const giveBack = (theirs: InventoryPages) => inventory.giveBack(lane.to, theirs, at, getsOn);
      // Adopted as it is: where nothing stands that could come back, it is whole without.
      const isAll = own !== null && open.what === "adopt" && !(await inventory.takeAsWhole(lane.to));
      const found = own === null ? null : isAll ? NOTHING_GIVEN : await giveBack(own);
      if (found !== null) given = foundReceipt(open.id, found, receipt);
      if (found !== null && !isAll) apart = found.different + found.extra;
    } catch (thrown) {
      if (!isOwnLoss(thrown)) throw thrown;
      this.#failLostToo(thrown);
    }
    this.#owed = { requestId: open.id, own: !isOwnLost, returned: given !== null, apart };
    this.#runs.compared(pushed, given);
    return true;
  }

  /** Everything that was given back was sent. */
  async closeReturned(book: LaneBook, cutOffAt: Instant): Promise<void> {
    const { lane } = this.#parts;
    if (!this.#owed?.returned) return;
    const { requestId, apart } = this.#owed;
    await this.#outbox.close(book, { requestId, dataSet: lane.to, source: "standby", cutOffAt, apart });
    this.#owed.returned = false;
  }

  /** Every image of this pool's own data set was sent. */
  async closeOwn(book: LaneBook, cutOffAt: Instant): Promise<void> {
    const { lane } = this.#parts;
    if (!this.#owed?.own) return;
    const { requestId } = this.#owed;
    await this.#outbox.close(book, { requestId, dataSet: lane.from, source: "home", cutOffAt });
    this.#owed.own = false;
  }
}

/** A pool that has lost its own data set can still give its partner's back. */
export function isOwnLoss(thrown: unknown): thrown is Fault {
  return thrown instanceof Fault && (thrown.code === "store-lost" || thrown.code === "restoring");
}
