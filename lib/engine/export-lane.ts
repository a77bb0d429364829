import type { Ack } from "#lib/domain/ack.ts";
import type { Attempt, ExportReport, SyncRun } from "#lib/domain/evidence.ts";
import { asFault, Fault, type FaultRecord, recordFault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { judgeExport } from "#lib/domain/lane-state.ts";
import type { ExportSide, Look } from "#lib/ports/backup-module.ts";
import type { BookFacts, LaneBook } from "#lib/ports/user-store.ts";
import { NOTHING_USED, nextDue, nextMove, type Used } from "./cycle.ts";
import { type ExportParts, logFirst } from "./lane-parts.ts";
import { countOf, Outbox } from "./outbox.ts";
import { PartnerEar } from "./partner-ear.ts";
import { RunBook } from "./run-book.ts";

/** A failed cycle is tried again after this, or after the interval when that is shorter. */
const RETRY_MS = 10_000;
/** While it waits for acks a cycle listens this often. */
const LISTEN_MS = 250;

type Opened = { readonly side: ExportSide; readonly book: LaneBook };

/**
 * One module's export from one pool: looks, sends, hears the partner, and reads off what it knows. `cycle` and `listen`
 * may run side by side; neither runs twice at once.
 */
export class ExportLane {
  readonly #parts: ExportParts;
  readonly #outbox: Outbox;
  readonly #ear = new PartnerEar();
  readonly #runs: RunBook;
  #opened: Opened | null = null;
  #attempt: Attempt = { is: "none" };
  #fault: FaultRecord | null = null;
  /** Why the partner's word cannot be taken now; apart from the cycle, so that it ends when it ends. */
  #hearingFault: FaultRecord | null = null;
  #look: Look | null = null;
  /** The cut-off of the last ended cycle; what is left of it was left over. */
  #mark = 0;
  /** The last counts that could be read: an error does not make a backlog unknown (DOMAIN 10 no. 7). */
  #facts: BookFacts | null = null;
  #countedAt: Instant | null = null;
  #lastCycleAt: Instant | null = null;
  #lastScanAt: Instant | null = null;
  #lastFinalAt: Instant | null = null;
  readonly #bornAt: Instant;
  #startedAt: Instant;
  /** After a failure nothing is tried before this, except what a person asks for anew. */
  #notBefore: Instant = 0;
  #dueAt: Instant;
  #progressAt: Instant;

  constructor(parts: ExportParts) {
    this.#parts = parts;
    this.#outbox = new Outbox(parts);
    this.#runs = new RunBook(parts.lane);
    this.#bornAt = parts.clock.now();
    this.#startedAt = this.#bornAt;
    this.#dueAt = this.#startedAt;
    this.#progressAt = this.#startedAt;
  }

  get lane() {
    return this.#parts.lane;
  }

  /** When this lane wants its next cycle; a request that was not looked at yet wants it now, or when the pause of a failure is over. */
  get dueAt(): Instant {
    const now = this.#parts.clock.now();
    if (now < this.#startedAt) return now; // the clock was set back: what was planned by it means nothing
    const wanted = this.#runs.hasAccepted ? Math.min(this.#dueAt, now) : this.#dueAt;
    return Math.max(wanted, this.#notBefore);
  }

  /** The interval changed: the next cycle is due that long after the last one began. */
  intervalChanged(): void {
    this.#dueAt = nextDue(this.#startedAt, this.#parts.intervalMs(), this.#parts.clock.now());
  }

  /** Learns which requests concern this lane. */
  learn(requestIds: readonly string[]): void {
    if (!this.#runs.learn(requestIds, this.#parts.clock.now())) return;
    this.#notBefore = 0;
    this.#parts.changed();
  }

  runs(): SyncRun[] {
    return this.#runs.told();
  }

  forget(told: readonly SyncRun[]): void {
    this.#runs.forget(told);
  }

  /** One cycle: look, send what is pending within the limits (D18). Never rejects: a failure is evidence. */
  async cycle(signal: AbortSignal): Promise<void> {
    const { clock, changed } = this.#parts;
    this.#startedAt = clock.now();
    this.#notBefore = 0;
    try {
      if (await this.#carry(signal)) {
        this.#attempt = { is: "ended", at: clock.now() };
        this.#fault = null;
      } else {
        this.#runs.restart(clock.now());
      }
      this.#dueAt = this.#outbox.mustRebuild ? clock.now() : this.#nextDue();
    } catch (thrown) {
      const fault = asFault(thrown);
      this.#fail(fault);
      this.#opened = null;
      this.#runs.restart(clock.now());
      this.#notBefore = clock.now() + Math.min(this.#parts.intervalMs(), RETRY_MS);
      this.#dueAt = this.#notBefore;
    }
    this.#lastCycleAt = clock.now();
    changed();
  }

  #nextDue(): Instant {
    return nextDue(this.#startedAt, this.#parts.intervalMs(), this.#parts.clock.now());
  }

  /** False when it has to begin anew, because what is on its way has to be sent again. */
  async #carry(signal: AbortSignal): Promise<boolean> {
    const { clock, lane, claim, ledger } = this.#parts;
    const { side, book } = this.#open();
    const isAsked = this.#runs.beginLook(clock.now());
    if (isAsked) {
      await claim(this.#runs.told());
      await book.forgetAcked(lane.module); // the whole data set goes: what the partner once had is no matter
    } else if (this.#outbox.isRewound) {
      throw new Fault("standby-rewound", "The partner's position went back.");
    }
    if (this.#outbox.mustRebuild || (isAsked && this.#outbox.isAskedForAgain)) {
      await this.#outbox.rebuild(book);
      this.#runs.joinLook(clock.now());
    }
    const isFirstSync = (this.#lastFinalAt ?? (await ledger.lastFinalAt(lane))) === null;
    const look = await side.look(isAsked, () => this.#progress());
    const mark = await book.mark();
    this.#progress();
    const facts = await book.facts(lane.module, side.tables, mark);
    this.#runs.looked(facts, clock.now());
    const sent = await this.#send({ side, book }, mark, facts, look.at, isAsked || isFirstSync, signal);
    if (!sent.isThrough) return false;
    this.#look = look;
    this.#mark = mark;
    const fault = look.fault ?? sent.fault;
    if (fault !== null) throw fault;
    this.#lastScanAt = look.at;
    return true;
  }

  /** Sends what the look found. Not through when what is on its way has to be sent again first. */
  async #send(
    { side, book }: Opened,
    mark: number,
    found: BookFacts,
    cutOffAt: Instant,
    isBackToBack: boolean,
    signal: AbortSignal,
  ): Promise<{ isThrough: boolean; fault: Fault | null }> {
    const { clock, lane, limit, changed } = this.#parts;
    const giveUpAt = clock.now() + this.#parts.intervalMs();
    let left = found.upToMark;
    let goneItems = found.goneItems;
    let used: Used = NOTHING_USED;
    let isOutOfRoom = false;
    let fault: Fault | null = null;
    while (!signal.aborted) {
      const flights = await book.flights(lane.module);
      const unackedBytes = flights.reduce((sum, flight) => sum + flight.bytes, 0);
      const inFlightItems = flights.reduce((sum, flight) => sum + flight.items, 0);
      this.#runs.sending({ upToMark: left, inFlightItems, goneItems }, clock.now());
      changed();
      const unackedPackages = flights.length;
      const move = nextMove({ left, used, limit, unackedPackages, unackedBytes, isBackToBack, isOutOfRoom });
      switch (move.do) {
        case "end":
          if (left === 0) this.#runs.sent(this.#outbox.last, clock.now());
          this.#runs.acked(flights, clock.now());
          return { isThrough: true, fault };
        case "begin-anew":
          used = NOTHING_USED;
          isOutOfRoom = false;
          break;
        case "wait-for-ack":
          if (this.#outbox.mustRebuild) return { isThrough: false, fault };
          if (!isBackToBack && clock.now() >= giveUpAt) return { isThrough: true, fault };
          await clock.sleep(LISTEN_MS, signal);
          break;
        case "send": {
          const packed = await this.#outbox.send(side, book, mark, move.room, cutOffAt);
          this.#progress();
          isOutOfRoom = packed === null;
          if (packed === null) break;
          left = Math.max(0, left - countOf(packed));
          goneItems += packed.gone.length;
          fault ??= packed.unreadable.fault;
          if (packed.batches.length > 0) {
            const items = used.items + packed.sent.length + packed.kept.length;
            used = { batches: used.batches + packed.batches.length, bytes: used.bytes + packed.bytes, items };
          }
        }
      }
    }
    return { isThrough: false, fault };
  }

  /** Hears the partner and clears what it acknowledged. Never rejects. */
  async listen(): Promise<void> {
    const { transport, lane, clock, changed, log } = this.#parts;
    try {
      const asked = clock.now(); // before it is read: what a standstill in between makes old is not young
      const word = await transport.partnerWord(lane);
      if (this.#ear.hear(word, asked)) changed();
      const book = this.#opened?.book;
      if (book) await this.#takeWord(book, word);
      this.#hearingFault = null;
    } catch (thrown) {
      const fault = asFault(thrown);
      this.#hearingFault = recordFault(fault, this.#hearingFault, clock.now());
      logFirst(log, "the partner's word could not be taken", fault, this.#hearingFault);
    }
  }

  async #takeWord(book: LaneBook, word: Ack | null): Promise<void> {
    const { lane, clock, changed } = this.#parts;
    if (await this.#outbox.take(book, word)) {
      this.#progress();
      changed();
    }
    await this.#outbox.lookAfterFlights(book);
    this.#runs.acked(await book.flights(lane.module), clock.now());
    if (!this.#outbox.mustRebuild || this.#attempt.is !== "ended") return;
    if (this.#runs.hasOpen) this.#runs.restart(clock.now());
    this.#dueAt = Math.min(this.#dueAt, clock.now());
  }

  /** What is known now. Looks at the stores' markers and the capture each time, so that a loss is seen between cycles. */
  async report(): Promise<ExportReport> {
    const { lane, runId, clock, standbyStoreId, intervalMs } = this.#parts;
    const at = clock.now();
    await this.#count(at);
    const facts = this.#facts;
    const look = this.#look;
    const report: ExportReport = {
      lane,
      runId,
      at,
      startedAt: this.#bornAt,
      attempt: this.#hearingFault === null ? this.#attempt : { is: "failed", fault: this.#hearingFault },
      cutOff: look && { at: look.at, closed: look.closed },
      captureIntact: look?.captureIntact ?? false,
      countedAt: this.#countedAt,
      pendingItems: facts?.pendingItems ?? 0,
      goneItems: facts?.goneItems ?? 0,
      pendingBytes: facts?.pendingBytes ?? null,
      leftOver: facts?.upToMark ?? 0,
      inFlightItems: facts?.inFlightItems ?? 0,
      unackedPackages: facts?.unackedPackages ?? 0,
      oldestChangeAt: facts?.oldestChangeAt ?? null,
      ignoredItems: look?.ignoredItems ?? null,
      partner: this.#ear.word(standbyStoreId),
      nextCycleAt: this.dueAt,
      lastCycleAt: this.#lastCycleAt,
      lastScanAt: this.#lastScanAt,
      lastFinalAt: this.#lastFinalAt,
      progressAt: this.#progressAt,
    };
    const hearing = { runId, heardAt: at, fresh: true };
    if (judgeExport(report, this.runs(), hearing, intervalMs(), at).state !== "FinalState") return report;
    this.#lastFinalAt = at;
    return { ...report, lastFinalAt: at };
  }

  async #count(at: Instant): Promise<void> {
    try {
      const { side, book } = this.#open();
      if (this.#attempt.is === "ended") await side.check();
      if (this.#outbox.isRewound && this.#attempt.is === "ended") {
        throw new Fault("standby-rewound", "The partner's position went back.");
      }
      this.#facts = await book.facts(this.#parts.lane.module, side.tables, this.#mark);
      this.#countedAt = at;
    } catch (thrown) {
      this.#fail(asFault(thrown));
    }
  }

  #open(): Opened {
    this.#opened ??= this.#parts.open();
    return this.#opened;
  }

  #fail(fault: Fault): void {
    const now = this.#parts.clock.now();
    this.#fault = recordFault(fault, this.#fault, now);
    logFirst(this.#parts.log, "export failed", fault, this.#fault);
    this.#attempt = { is: "failed", fault: this.#fault };
    this.#dueAt = Math.min(this.#dueAt, now + RETRY_MS);
  }

  #progress(): void {
    this.#progressAt = this.#parts.clock.now();
  }
}
