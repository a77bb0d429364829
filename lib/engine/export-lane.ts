import type { Ack } from "#lib/domain/ack.ts";
import type { ExportReport } from "#lib/domain/evidence.ts";
import { asFault, Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { judgeExport } from "#lib/domain/lane-state.ts";
import type { Lift } from "#lib/domain/lift.ts";
import { carries, type SyncRun } from "#lib/domain/request.ts";
import type { LaneTrail } from "#lib/domain/trail.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { BookedFlight, BookFacts, LaneBook } from "#lib/ports/user-store.ts";
import type { Answer } from "./asking.ts";
import { Attempts } from "./attempts.ts";
import { bringBack, releaseHeld } from "./by-hand.ts";
import { CompareKeeper, type ToldCompares } from "./compare/compare-keeper.ts";
import { Comparison, isOwnLoss } from "./comparison.ts";
import { GuardKeeper } from "./guard-keeper.ts";
import { LaneCanary } from "./lane-canary.ts";
import { LaneCounts } from "./lane-counts.ts";
import type { ExportParts, OpenedExport } from "./lane-parts.ts";
import { LaneTombstones } from "./lane-tombstones.ts";
import { LimitLift } from "./limit-lift.ts";
import { Measure } from "./measure.ts";
import { Outbox } from "./outbox.ts";
import { PartnerEar } from "./partner-ear.ts";
import { RefusedItems, stillRefused } from "./refused-items.ts";
import { type Amount, type Asked, NO_AMOUNT, RunBook } from "./run-book.ts";
import { Schedule } from "./schedule.ts";
import { type Carried, type Load, Sender } from "./sender.ts";
import { Standby } from "./standby.ts";
import { StandbyPosition } from "./standby-position.ts";
import { Stillness } from "./stillness.ts";
import { type LookTaken, reportOf } from "./tell-export.ts";
import { Trail } from "./trail.ts";
import { whyFailed } from "./why-failed.ts";

/** A failed cycle is tried again after this, or after the interval when that is shorter. */
const RETRY_MS = 10_000;
/** A look that is woken by changes may take this share of the time at most. */
const WOKEN_SHARE = 0.05;

/** How a piece of work went: "again" when what is on its way has to be sent again first, or the engine stops. */
type Outcome = "through" | "partly" | "again";

/**
 * One module's export from one pool: looks, sends, hears the partner, and reads off what it knows. `cycle` and
 * `sendTombstones` never run at once; `listen` and `report` may run beside them.
 */
export class ExportLane {
  readonly #parts: ExportParts;
  readonly #outbox: Outbox;
  readonly #position: StandbyPosition;
  readonly #ear = new PartnerEar();
  readonly #runs: RunBook;
  readonly #sender: Sender;
  readonly #comparison: Comparison;
  readonly #compare: CompareKeeper;
  readonly #guard: GuardKeeper;
  readonly #refused: RefusedItems;
  readonly #counts: LaneCounts;
  readonly #canary: LaneCanary;
  readonly #standby: Standby;
  readonly #schedule: Schedule;
  readonly #tombstones: LaneTombstones;
  readonly #stillness = new Stillness();
  readonly #measure: Measure;
  readonly #lift: LimitLift;
  readonly #trail: Trail;
  readonly #cycles: Attempts;
  /** Why the partner's word cannot be taken now; apart from the cycle, so that it ends when it ends. */
  readonly #hearings: Attempts;
  #opened: OpenedExport | null = null;
  /** The book that packages were numbered by. */
  #book: LaneBook | null = null;
  #catchingUp: Promise<void> = Promise.resolve();
  #judging: Promise<void> = Promise.resolve();
  #look: LookTaken | null = null;
  /** The cut-off of the last ended cycle; what is left of it was left over. */
  #mark = 0;
  #isAtWork = false;
  #isGivenUp = false;
  /** The partner's inventory came, and no cycle has taken it up. */
  #isAnswered = false;
  #lastCycleAt: Instant | null = null;
  #lastScanAt: Instant | null = null;
  #lastFinalAt: Instant | null = null;

  constructor(parts: ExportParts) {
    this.#parts = parts;
    this.#measure = new Measure(parts.clock);
    this.#lift = new LimitLift(parts.clock);
    this.#trail = new Trail(parts.lane, parts.clock);
    this.#position = new StandbyPosition(parts);
    this.#outbox = new Outbox(parts, this.#trail, this.#position);
    this.#runs = new RunBook(parts.lane);
    const gotOn = () => this.#measure.progress();
    this.#sender = new Sender(parts, this.#outbox, this.#runs, gotOn, () => this.#lift.isOn);
    this.#comparison = new Comparison(parts, this.#outbox, this.#runs);
    this.#compare = new CompareKeeper(parts, {
      isReady: () => this.#cycles.current.is !== "none" && this.#runs.comparison === null && !this.#isGivenUp,
      standby: () => this.#standby.state,
      wantsLook: () => this.#schedule.noLaterThan(parts.clock.elapsed()),
    });
    this.#guard = new GuardKeeper(parts.lane, parts.log);
    this.#tombstones = new LaneTombstones(parts, this.#guard, this.#runs, this.#sender, this.#outbox);
    this.#refused = new RefusedItems(parts.lane, this.#runs);
    this.#counts = new LaneCounts(parts, this.#refused);
    this.#canary = new LaneCanary(parts);
    this.#standby = new Standby(parts, this.#ear, this.#position, this.#canary, this.#measure);
    this.#schedule = new Schedule(parts.clock.elapsed());
    this.#cycles = new Attempts(parts, "export failed");
    this.#hearings = new Attempts(parts, "the partner's word could not be taken");
  }

  get lane() {
    return this.#parts.lane;
  }

  /** When this lane wants its next cycle, by `Clock.elapsed`. */
  get dueAt(): number {
    if (this.#runs.hasAccepted) return this.#schedule.dueWhenAsked(this.#parts.clock.elapsed());
    return this.#isWoken() ? this.#schedule.dueWhenWoken(this.#pauseOfLooks()) : this.#schedule.dueAt;
  }

  /** Tombstones whose look's images are acked can go at any time (DESIGN L10). */
  get hasTombstonesReady(): boolean {
    return this.#tombstones.areReady && this.dueAt > this.#parts.clock.elapsed();
  }

  /** D13: changes wake the lane while the window has room; of files only a look can tell. */
  #isWoken(): boolean {
    if (!this.#parts.wakesOnChange() || this.#sender.isUsedUp || this.#counts.facts === null) return false;
    const { pendingItems, goneItems, heldItems, upToMark, goneUpToMark } = this.#counts.facts;
    const isNew = pendingItems - goneItems > upToMark || goneItems - heldItems > goneUpToMark;
    return isNew || this.#opened?.side.tables.length === 0;
  }

  #pauseOfLooks(): number {
    return (this.#look?.tookMs ?? 0) / WOKEN_SHARE;
  }

  /** The interval changed: the next cycle is due that long after the last window began. */
  intervalChanged(): void {
    this.#schedule.ended(this.#parts.clock.elapsed(), this.#parts.intervalMs());
  }

  /** Its limits are lifted, or hold again: what waits for the next window waits no longer. */
  lift(lift: Lift | null): void {
    if (!this.#lift.learn(lift)) return;
    if (this.#lift.isOn) this.#schedule.noLaterThan(this.#parts.clock.elapsed());
    this.#parts.changed();
  }

  /** Learns which requests concern this lane. */
  learn(asked: readonly Asked[]): void {
    this.#compare.learn(asked.filter(({ what }) => !carries(what)));
    const carrying = asked.filter(({ what }) => carries(what));
    if (!this.#runs.learn(carrying, this.#parts.clock.now())) return;
    this.#schedule.forgive();
    this.#parts.changed();
  }

  /** A restore from the partner was asked for: nothing of what stands here is exported from then on. */
  giveUp(isGivenUp: boolean): void {
    if (this.#isGivenUp && !isGivenUp) this.#schedule.noLaterThan(this.#parts.clock.elapsed());
    this.#isGivenUp = isGivenUp;
  }

  runs(): SyncRun[] {
    return this.#runs.told();
  }

  forget(told: readonly SyncRun[]): void {
    this.#runs.forget(told);
  }

  /** Compares with the standby, beside cycles: does what can be done now. Never rejects. */
  compare(signal: AbortSignal): Promise<void> {
    return this.#compare.turn(signal);
  }

  get isComparing(): boolean {
    return this.#compare.isAtWork;
  }

  /** How compares that were asked for are, and what is new of what they found. */
  compares(): ToldCompares {
    const kept = this.#compare.told();
    return { runs: this.#compare.runs(), kept: kept && { lane: this.lane, kept } };
  }

  forgetCompares({ runs, kept }: ToldCompares): void {
    this.#compare.forget(runs, kept?.kept ?? null);
  }

  /** What happened since the ledger was told. */
  trail(): LaneTrail {
    return this.#trail.told();
  }

  forgetTrail(told: LaneTrail): void {
    this.#trail.forget(told);
  }

  /** One cycle: look, send what is pending within the limits (D18). Never rejects: a failure is evidence. */
  async cycle(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const isFirst = this.#cycles.current.is === "none";
    const wasLifted = this.#lift.isOn;
    if (
      this.#schedule.begin(
        clock.elapsed(),
        this.#parts.intervalMs(),
        this.#runs.hasAccepted || this.#isAnswered || wasLifted,
        isFirst,
      )
    ) {
      this.#isAnswered = false;
      this.#sender.newWindow();
      this.#tombstones.newWindow();
    }
    this.#trail.cycleBegan();
    const outcome = await this.#work(() => this.#carry(signal));
    if (outcome === "through") {
      this.#cycles.succeed();
      this.#schedule.ended(clock.elapsed(), this.#parts.intervalMs());
      if (this.#stillness.isAwaited) this.#schedule.noLaterThan(clock.elapsed() + RETRY_MS);
      // What the limits made it leave before they were lifted waits no longer.
      if (this.#lift.isOn && !wasLifted) this.#schedule.noLaterThan(clock.elapsed());
    }
    this.#lastCycleAt = clock.now();
    this.#trail.cycleEnded(outcome, this.#cycles.current, this.#sender.isUsedUp);
    this.#parts.changed();
  }

  /** Sends the tombstones of a look whose images are acked. Never rejects; what ails the last cycle goes on ailing. */
  async sendTombstones(signal: AbortSignal): Promise<void> {
    this.#tombstones.began();
    this.#trail.cycleBegan();
    const outcome = await this.#work(() => this.#carryTombstones(this.#open(), false, signal));
    this.#trail.cycleEnded(outcome, this.#cycles.current, this.#tombstones.areLimited);
    this.#parts.changed();
  }

  /**
   * Looks between cycles, and lets the guard judge what is gone by now: before the partner is told that nothing is to come
   * back. A lane that is at work has just looked, and one that never ran does so by itself. Never rejects.
   */
  judgeOwn(): Promise<void> {
    if (this.#isAtWork || this.#outbox.mustRebuild) return this.#judging;
    this.#isAtWork = true;
    this.#judging = this.#judge();
    return this.#judging;
  }

  async #judge(): Promise<void> {
    try {
      await this.#catchingUp.catch(() => {});
      this.#checkGivenUp();
      const opened = this.#open();
      const look = await opened.side.look(false, () => this.#measure.progress());
      await opened.side.findGone(() => this.#measure.progress());
      await this.#guard.check(opened, look.at);
    } catch (thrown) {
      const { code } = asFault(whyFailed(thrown, this.#parts.open));
      this.#parts.log("it could not be looked at for its partner", { code }); // the next cycle tells
    } finally {
      this.#isAtWork = false;
      this.#parts.changed();
    }
  }

  async #work(body: () => Promise<Outcome>): Promise<Outcome> {
    const { clock } = this.#parts;
    while (this.#isAtWork) await this.#judging;
    this.#isAtWork = true;
    try {
      // A change that is taken in while its item is being packed would leave with what was read before it.
      await this.#catchingUp.catch(() => {});
      const outcome = await body();
      if (outcome === "again") this.#restartRuns();
      if (outcome === "again" || this.#outbox.mustRebuild) this.#schedule.noLaterThan(clock.elapsed());
      return outcome;
    } catch (thrown) {
      this.#cycles.fail(whyFailed(thrown, this.#parts.open));
      this.#opened = null;
      this.#restartRuns();
      this.#schedule.retryAfter(clock.elapsed(), Math.min(this.#parts.intervalMs(), RETRY_MS));
      return "partly";
    } finally {
      this.#isAtWork = false;
    }
  }

  /**
   * Something could not be read; everything else went. Requests go on with what is left, they do not send all of it anew;
   * only a look that was blind somewhere is taken anew, and not more often than a cycle is.
   */
  #partly(fault: Fault, isLookBlind: boolean): Outcome {
    const { clock, intervalMs } = this.#parts;
    this.#cycles.fail(fault);
    const isAnew = isLookBlind && this.#runs.hasOpen;
    if (isAnew) this.#restartRuns();
    this.#schedule.retryAfter(clock.elapsed(), isAnew ? intervalMs() : Math.min(intervalMs(), RETRY_MS));
    return "partly";
  }

  async #carry(signal: AbortSignal): Promise<Outcome> {
    const { clock, lane, ledger } = this.#parts;
    const opened = this.#open();
    const { side, book } = opened;
    const answer = await this.#prepare(opened);
    const isFirstSync = (this.#lastFinalAt ?? (await ledger.lastFinalAt(lane))) === null;
    const isBackToBack = this.#runs.isAtWork || isFirstSync;
    const beganAt = clock.elapsed();
    const cutOffAt = clock.now();
    let aheadMs = 0;
    const ahead = async () => {
      const since = clock.elapsed();
      await this.#sendAhead(opened, cutOffAt, isBackToBack, signal);
      aheadMs += clock.elapsed() - since;
    };
    const { look, lost } = await this.#lookAtOwn(opened, answer, ahead);
    const tookMs = clock.elapsed() - beganAt - aheadMs;
    const { isCompared, found } = await this.#compareWith(opened, answer, look, lost);
    await bringBack(this.#parts, this.#runs, opened.inventory, look.at);
    if (lost === null && look.fault === null && look.closed) {
      this.#compare.looked(beganAt);
      await this.#compare.sendDue(opened, look.at);
    }
    if (lost === null) await this.#guard.check(opened, look.at);
    const mark = await book.mark();
    this.#measure.progress();
    const facts = await book.facts(lane.module, side.tables, mark);
    this.#runs.looked(facts, clock.now(), found);
    const requestId = this.#runs.current;
    const load = { side, book, phase: "images", mark, cutOffAt: look.at, isBackToBack, requestId } as const;
    const leftBytes = facts.pendingBytes;
    const all = { ...load, left: facts.upToMark, goneLater: facts.goneUpToMark, leftBytes };
    const carried = await this.#sendImages(all, lost, signal);
    if (!carried.isThrough) return "again";
    this.#look = { ...look, tookMs, missed: isCompared ? null : look.missed };
    this.#mark = mark;
    if (carried.left === 0 && carried.returnFault === null) await this.#comparison.closeReturned(book, look.at);
    if (lost !== null) {
      this.#runs.sent(this.#outbox.last, clock.now()); // nothing else can be done for them
      return this.#partly(lost, false);
    }
    if (carried.left === 0 && carried.fault === null) await this.#comparison.closeOwn(book, look.at);
    // What could not be read may be the other name of what is gone: while it has not left, no tombstone of its look may.
    this.#stillness.looked(look.isShrinking, clock.elapsed());
    if (carried.fault === null && !this.#stillness.isAwaited) {
      await this.#guard.check(opened, look.at);
      await this.#tombstones.planUpTo(mark, book, answer !== null);
    }
    const fault = look.fault ?? carried.fault;
    if (fault !== null) return this.#partly(fault, look.fault !== null);
    this.#lastScanAt = look.at;
    const areTombstonesDue = !this.#stillness.isAwaited && (await this.#areImagesAcked(book));
    const outcome = areTombstonesDue ? await this.#carryTombstones(opened, isBackToBack, signal) : "through";
    // Last of all: nobody's data waits for it.
    if (outcome === "through" && carried.left === 0)
      await this.#canary.send(opened, { mark, cutOffAt: look.at }, this.#outbox, look);
    return outcome;
  }

  /**
   * Before the look: what is known from run to run, the partner's answer when one came, and what is on its way made pending again
   * where it has to be.
   */
  async #prepare(opened: OpenedExport): Promise<Answer | null> {
    const { clock, claim } = this.#parts;
    const { book } = opened;
    await this.#compare.load(); // before anything is said of this lane: what is known to differ is known from run to run
    await this.#canary.load(book);
    await this.#position.load(book);
    if (this.#runs.take(clock.now())) await claim(this.#runs.told());
    const answer = await this.#comparison.prepare(opened);
    await this.#standby.heedStore(book);
    if (this.#position.isRewound) await this.listen(); // the word that told it may have been an old one, put back
    if (answer !== null) await this.#position.forgetAcked(book);
    else await this.#checkStandbyToo(opened);
    if (this.#outbox.mustRebuild || (answer !== null && this.#outbox.isAskedForAgain)) {
      const word = await this.#outbox.rebuild(book);
      await this.#standby.hearCanary(opened, word);
      this.#canary.rebuilt();
      this.#tombstones.rebuilt();
      this.#runs.joinLook(clock.now());
      if (answer === null) await this.#checkStandbyToo(opened);
    }
    await releaseHeld(this.#parts, this.#runs, book);
    if (this.#ear.said === null) await this.listen();
    await this.#refused.heed(book, this.#ear.said?.quarantine ?? null, clock.now());
    return answer;
  }

  /** Where this side is not whole either, that is told: then a sync alone mends nothing. */
  async #checkStandbyToo({ side, book }: OpenedExport): Promise<void> {
    if (this.#position.isRewound) {
      this.#checkGivenUp();
      await side.check();
      if (this.#runs.comparison !== null) this.#checkSight(); // it looks again and again until all can be read
    }
    await this.#standby.checkBeforeLook(book);
  }

  /** What the last look could not read is told first and firmly: before that is seen to, no sync makes a standby whole that fell back. */
  #checkSight(): void {
    const fault = this.#look?.fault ?? null;
    if (fault !== null && this.#position.isRewound && !isOwnLoss(fault)) throw fault;
  }

  /** Makes pending what differs by the partner's answer. `found`: how much of that did not wait already. */
  async #compareWith(
    opened: OpenedExport,
    answer: Answer | null,
    look: Look,
    lost: Fault | null,
  ): Promise<{ readonly isCompared: boolean; readonly found: Amount }> {
    if (answer === null) return { isCompared: false, found: NO_AMOUNT };
    const { book } = opened;
    const before = await this.#factsUpTo(book, await book.mark());
    const gotOn = () => this.#measure.progress();
    const { receipt } = this.#ear;
    const isDone = await this.#comparison.compare(opened, answer, look.at, lost !== null, receipt, gotOn);
    if (!isDone) this.#standby.check();
    const isCompared = isDone && lost === null && look.fault === null;
    if (isCompared) await this.#noteCompared(opened);
    return { isCompared, found: amountAdded(before, await this.#factsUpTo(book, await book.mark())) };
  }

  /** The look at this pool's own data set. When that is lost its partner's can still be given back: `lost` says why. */
  async #lookAtOwn(
    opened: OpenedExport,
    answer: Answer | null,
    meanwhile: () => Promise<void>,
  ): Promise<{ readonly look: Look; readonly lost: Fault | null }> {
    const { lane, clock } = this.#parts;
    const { side, book } = opened;
    try {
      this.#checkGivenUp();
      // Not before the partner was heard: a package of a new epoch would hide that its position went back.
      if (this.#standby.isRight) await this.#canary.write(opened);
      const isBaseline = await book.isBaselineDue(lane.module);
      const look = await side.look(isBaseline, () => this.#measure.progress(), isBaseline ? undefined : meanwhile);
      if (isBaseline && look.fault === null) {
        await this.#position.compared(book); // before the note of it goes: a death between the two looks at all of it again
        await book.setBaselineDue(lane.module, false);
      }
      return { look, lost: null };
    } catch (thrown) {
      if (!isOwnLoss(thrown) || (answer === null && !this.#comparison.owesReturn)) throw thrown;
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

  /**
   * What a long look has brought in goes while it goes on, and the partner has something to do. Whoever asked for a sync is
   * told how much the whole look found: then nothing goes before.
   */
  async #sendAhead(
    { side, book }: OpenedExport,
    cutOffAt: Instant,
    isBackToBack: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#runs.hasOpen || this.#comparison.owesReturn || this.#position.isRewound) return;
    this.#checkGivenUp();
    const mark = await book.mark();
    const { upToMark } = await this.#factsUpTo(book, mark);
    const cargo = { side, book, phase: "images", mark, cutOffAt, requestId: null } as const;
    await this.#sender.carryAhead(cargo, upToMark, isBackToBack, signal);
  }

  /** What goes back to the partner goes first: where this pool's own data set is lost, that is all that can go. */
  async #sendImages(load: Load, lost: Fault | null, signal: AbortSignal): Promise<Carried> {
    try {
      return await this.#sender.carry(load, signal);
    } catch (thrown) {
      if (lost === null || !isOwnLoss(thrown)) throw thrown;
      return { isThrough: true, left: 0, goneFound: 0, fault: lost, returnFault: null };
    }
  }

  async #areImagesAcked(book: LaneBook): Promise<boolean> {
    const flights = await book.flights(this.#parts.lane.module);
    this.#acked(flights);
    return this.#tombstones.isDue(flights);
  }

  async #carryTombstones(opened: OpenedExport, isBackToBack: boolean, signal: AbortSignal): Promise<Outcome> {
    const check = () => {
      this.#checkSight();
      this.#standby.check();
      this.#checkGivenUp();
    };
    const cutOffAt = this.#look?.at ?? this.#parts.clock.now();
    const carried = await this.#tombstones.carry(opened, check, this.#mark, cutOffAt, isBackToBack, signal);
    if (carried.fault !== null) return this.#partly(carried.fault, false);
    return carried.isThrough ? "through" : "again";
  }

  #factsUpTo(book: LaneBook, mark: number): Promise<BookFacts> {
    return book.facts(this.#parts.lane.module, [], mark);
  }

  /** Hears the partner and clears what it acknowledged. Never rejects. */
  async listen(): Promise<void> {
    const { transport, lane, clock, changed } = this.#parts;
    try {
      const asked = clock.elapsed(); // before it is read: what a standstill in between makes old is not young
      const word = await transport.partnerWord(lane);
      if (this.#ear.hear(word, asked)) changed();
      if (word?.receipt) this.#runs.receipted(word.receipt);
      this.#comparison.heard(word?.own ?? null);
      if (!this.#isAtWork && (await this.#comparison.hasAnswer())) {
        this.#isAnswered = true;
        this.#schedule.forgive();
        this.#schedule.noLaterThan(clock.elapsed());
      }
      const book = this.#opened?.book;
      if (book) await this.#takeWord(book, word);
      if (!this.#isAtWork) await this.#comparison.closeQuestion();
      this.#hearings.succeed();
    } catch (thrown) {
      this.#hearings.fail(whyFailed(thrown, this.#parts.open));
    }
  }

  async #noteCompared({ side, book }: OpenedExport): Promise<void> {
    await side.noteCompared();
    await this.#canary.compared(book);
    await this.#position.compared(book);
  }

  async #takeWord(book: LaneBook, word: Ack | null): Promise<void> {
    const { lane, clock, changed } = this.#parts;
    if (await this.#outbox.take(book, word)) {
      this.#measure.progress();
      changed();
    }
    await this.#standby.hearCanary(this.#opened, word);
    await this.#outbox.lookAfterFlights(book);
    const flights = await book.flights(lane.module);
    this.#acked(flights);
    this.#tombstones.heard(flights);
    if (!this.#outbox.mustRebuild || this.#cycles.current.is !== "ended" || this.#isAtWork) return;
    if (this.#runs.hasOpen) this.#restartRuns();
    this.#schedule.noLaterThan(clock.elapsed());
  }

  #acked(flights: readonly BookedFlight[]): void {
    this.#runs.acked(flights, this.#parts.clock.now(), (asked) => stillRefused(asked, this.#ear.quarantine));
  }

  /** Requests begin anew; what was on its way for them is to be pending again before the partner is asked once more. */
  #restartRuns(): void {
    this.#comparison.restart();
    this.#runs.restart(this.#parts.clock.now());
  }

  /** What is known now. Looks at the stores' markers and the capture each time, so that a loss is seen between cycles. */
  async report(): Promise<ExportReport> {
    const { lane, role, runId, clock, standbyStoreId, intervalMs } = this.#parts;
    const at = clock.now();
    await this.#count(at);
    const report = reportOf({
      lane,
      role,
      runId,
      at,
      measure: this.#measure,
      trail: this.#trail,
      attempt: this.#hearings.current.is === "failed" ? this.#hearings.current : this.#cycles.current,
      look: this.#look,
      ...this.#counts.told,
      areTombstonesLimited: this.#tombstones.areLimited,
      partner: this.#ear.word(standbyStoreId, this.#measure.wallOf),
      canary: this.#canary.report(this.#measure.wallOf),
      isCanaryMissing: this.#canary.isMissing,
      dueAt: this.dueAt,
      lastCycleAt: this.#lastCycleAt,
      lastScanAt: this.#lastScanAt,
      lastFinalAt: this.#lastFinalAt,
      limitLiftedUntil: this.#lift.until(this.#measure.wallOf),
      compare: this.#compare.lane,
    });
    const hearing = { runId, heardAt: at, fresh: true };
    if (judgeExport(report, this.runs(), hearing, intervalMs(), at).state !== "FinalState") return report;
    this.#lastFinalAt = at;
    return { ...report, lastFinalAt: at };
  }

  async #count(at: Instant): Promise<void> {
    try {
      const opened = this.#open();
      const hasEnded = this.#cycles.current.is === "ended";
      if (hasEnded) this.#checkGivenUp();
      if (hasEnded) await opened.side.check();
      if (hasEnded) this.#standby.check();
      if (!this.#isAtWork) {
        this.#catchingUp = opened.side.catchUp();
        await this.#catchingUp;
      }
      await this.#counts.count(opened, this.#mark, this.#ear.quarantine, at);
    } catch (thrown) {
      this.#cycles.fail(whyFailed(thrown, this.#parts.open));
      this.#schedule.noLaterThan(this.#parts.clock.elapsed() + RETRY_MS);
    }
  }

  #checkGivenUp(): void {
    if (this.#isGivenUp) throw new Fault("restoring", "It is to be restored from the partner, as was asked.");
  }

  #open(): OpenedExport {
    if (this.#opened !== null) return this.#opened;
    const opened = this.#parts.open();
    // Another database may stand there by now, of another past: what it knows of the packages is read anew.
    if (opened.book !== this.#book) this.#outbox.distrust();
    this.#book = opened.book;
    this.#opened = opened;
    return opened;
  }
}

/** What came to what waits. */
function amountAdded(before: BookFacts, now: BookFacts): Amount {
  const items = (facts: BookFacts) => facts.upToMark + facts.goneUpToMark;
  const bytes = Math.max(0, (now.pendingBytes ?? 0) - (before.pendingBytes ?? 0));
  return { items: Math.max(0, items(now) - items(before)), bytes };
}
