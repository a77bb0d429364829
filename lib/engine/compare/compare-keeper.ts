import {
  type CompareWish,
  type Drift,
  FULL_COMPARE,
  type LaneCompare,
  MOST_PICKED,
  READ_ALL,
} from "#lib/domain/compare.ts";
import {
  type ComparesKept,
  compared,
  isMendable,
  judged,
  laneCompare,
  NOTHING_KEPT,
  nameOfItem,
  sentAgain,
} from "#lib/domain/drift-list.ts";
import { asFault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { RequestDetail, RunEnd, SyncRun } from "#lib/domain/request.ts";
import type { LaneCompares } from "#lib/ports/ledger.ts";
import { isOwnLoss } from "../comparison.ts";
import type { ExportParts, OpenedExport } from "../lane-parts.ts";
import type { Asked } from "../run-book.ts";
import { whyFailed } from "../why-failed.ts";
import { CompareAgenda } from "./compare-agenda.ts";
import { type Job, keysOf, problemOf, receiptOf, stillOf, withoutOwners } from "./compare-job.ts";
import { CompareRound, type RoundResult, type Scope } from "./compare-round.ts";
import { CompareRuns } from "./compare-runs.ts";

/** A round that failed is tried again after this, and so often. */
const RETRY_MS = 10_000;
const MOST_TRIES = 3;
/** After a compare by itself that failed. */
const PAUSE_MS = 10 * 60_000;
/** Nobody waits for what the service compares by itself, and nothing waits for it: for so long it waits for the partner. */
const OWN_PATIENCE_MS = 6 * 3_600_000;
/** A look at a few items by name is answered within seconds, or behind a large compare that somebody asked for. */
const RECHECK_PATIENCE_MS = 30 * 60_000;
/** What changes all the time cannot be proved: then it is not waited for. */
const MOST_PROOFS = 8;

/** What the lane knows that a compare depends on. */
export type CompareSurroundings = {
  /** Whether a compare can begin: the lane has worked, and nothing else asks the partner. */
  readonly isReady: () => boolean;
  /** How the partner's standby is by its word; null while it is not heard. */
  readonly standby: () => "ok" | "lost" | "restoring" | null;
  /** A cycle is wanted now. */
  readonly wantsLook: () => void;
};

/** What the ledger is told of compares. */
export type ToldCompares = { readonly runs: readonly SyncRun[]; readonly kept: LaneCompares | null };

/**
 * Compares this lane's data set with its standby, on demand and on schedule, beside cycles; keeps what differs, and has it sent again
 * by the one path (DESIGN L7). What was found leaves the list by evidence alone: a later look at both sides.
 */
export class CompareKeeper {
  readonly #parts: ExportParts;
  readonly #around: CompareSurroundings;
  readonly #runs: CompareRuns;
  readonly #agenda: CompareAgenda;
  #kept: ComparesKept | null = null;
  #isToTell = false;
  #job: Job | null = null;
  #round: CompareRound | null = null;
  #asking = 0;
  #jobs = 0;
  #isSwept = false;
  #notBefore = Number.NEGATIVE_INFINITY;
  #isBusy = false;
  /** The job that runs is to be ended. */
  #isCancelled = false;
  #kind: "files" | "rows" | null = null;

  constructor(parts: ExportParts, around: CompareSurroundings) {
    this.#parts = parts;
    this.#around = around;
    this.#runs = new CompareRuns(parts);
    this.#agenda = new CompareAgenda(parts);
  }

  /** What earlier runs found; to be read before anything is said of the lane. */
  async load(): Promise<void> {
    this.#kept ??= (await this.#parts.ledger.compares(this.#parts.lane)) ?? NOTHING_KEPT;
  }

  /** What is known by comparing; null before `load`. */
  get lane(): LaneCompare | null {
    return this.#kept && laneCompare(this.#kept);
  }

  get isAtWork(): boolean {
    return this.#job !== null;
  }

  learn(asked: readonly Asked[]): void {
    const { isNew, cancelled } = this.#runs.learn(asked);
    if (isNew) this.#notBefore = Number.NEGATIVE_INFINITY; // a person asks
    for (const id of cancelled) {
      if (this.#job?.id === id) this.#isCancelled = true;
      else this.#runs.end(id, "cancelled", null);
    }
  }

  runs(): readonly SyncRun[] {
    return this.#runs.told();
  }

  /** What changed since it was told last; null when nothing did. */
  told(): ComparesKept | null {
    return this.#isToTell ? this.#kept : null;
  }

  forget(runs: readonly SyncRun[], told: ComparesKept | null): void {
    if (told !== null && told === this.#kept) this.#isToTell = false;
    this.#runs.forget(runs);
  }

  /** A look is through and closed. */
  looked(beganAt: number): void {
    this.#round?.looked(beganAt);
  }

  /** A cycle has looked: what is to be sent again becomes pending now. */
  async sendDue({ inventory }: OpenedExport, at: Instant): Promise<void> {
    const job = this.#job;
    if (job?.phase !== "send") return;
    await inventory.sendAgain(job.due, at);
    this.#keep(sentAgain(this.#known, new Set(job.due.map(nameOfItem)), this.#parts.clock.now()));
    job.phase = "sending";
    if (job.kind === "send-again") this.#runs.sends(job.id, job.due.length);
    this.#runs.phase(job.id, "sent");
    this.#agenda.sent();
  }

  /** Does what can be done now. Never rejects, and never twice at once. */
  async turn(signal: AbortSignal): Promise<void> {
    if (this.#isBusy || this.#kept === null || this.#parts.clock.elapsed() < this.#notBefore) return;
    this.#isBusy = true;
    try {
      if (this.#isCancelled) await this.#stop("cancelled", null);
      else await this.#step(signal);
    } catch (thrown) {
      await this.#failed(thrown, signal);
    } finally {
      this.#isBusy = false;
    }
  }

  async #step(signal: AbortSignal): Promise<void> {
    if (this.#job === null) {
      await this.#sweep();
      const next = this.#next();
      if (next === null) return;
      this.#job = next;
      this.#runs.phase(next.id, next.kind === "send-again" ? "sending" : "asking");
      if (this.#runs.has(next.id)) await this.#parts.claimCompares(this.runs());
    }
    const job = this.#job;
    if (this.#isPreempted) return this.#stop("cancelled", null);
    switch (job.phase) {
      case "all":
        return this.#go(job, { reading: job.reading, items: null, isScheduled: job.isScheduled }, signal);
      case "names":
      case "prove":
        return this.#go(job, { reading: READ_ALL, items: job.left.slice(0, MOST_PICKED), isScheduled: false }, signal);
      case "send":
        this.#around.wantsLook();
        return;
      case "sending":
        if (!this.#agenda.isLookDue) return;
        job.phase = "prove";
        job.left = keysOf(job.due);
        job.outcomes = new Map();
        return;
    }
  }

  /** Somebody asks, and what runs is the service's own: that waits, however far it is. */
  get #isPreempted(): boolean {
    if (this.#job === null || this.#runs.has(this.#job.id)) return false;
    return this.#runs.accepted !== null;
  }

  /** What waits longest, of what people asked; else what is to be looked at again; else what is due by itself. */
  #next(): Job | null {
    const { accepted } = this.#runs;
    if (accepted !== null) return this.#around.isReady() ? this.#jobOf(accepted) : null;
    if (!this.#around.isReady() || this.#around.standby() !== "ok") return null;
    const due = this.#agenda.due(this.#isOfFiles ? "files" : "rows", this.#known);
    if (due === null) return null;
    if (due === "recheck") return this.#ownJob("recheck", { ...FULL_COMPARE, answerMs: RECHECK_PATIENCE_MS });
    return this.#ownJob("compare", { ...FULL_COMPARE, depth: due, resync: true, answerMs: OWN_PATIENCE_MS });
  }

  /** Documents are in no table either, but a module of them has roles. */
  get #isOfFiles(): boolean {
    this.#kind ??= this.#parts.role === null && this.#parts.open().side.tables.length === 0 ? "files" : "rows";
    return this.#kind === "files";
  }

  #jobOf({ id, what, detail }: Asked): Job {
    const wish = detail.compare ?? FULL_COMPARE;
    if (what !== "send-again") return this.#newJob({ id, kind: "compare", wish, isScheduled: false, phase: "all" });
    const due = this.#dueOf(detail);
    return { ...this.#newJob({ id, kind: "send-again", wish, isScheduled: false, phase: "send" }), due };
  }

  #dueOf({ driftItems = [] }: RequestDetail): readonly Drift[] {
    const named = new Set(driftItems.map(nameOfItem));
    return this.#known.drift.filter((one) => isMendable(one) && (named.size === 0 || named.has(nameOfItem(one))));
  }

  #ownJob(kind: Job["kind"], wish: CompareWish): Job {
    this.#jobs += 1;
    const id = `${this.#parts.runId} compare ${this.#jobs}`;
    const isScheduled = kind === "compare";
    const job = this.#newJob({ id, kind, wish, isScheduled, phase: kind === "compare" ? "all" : "prove" });
    return kind === "recheck" ? { ...job, left: keysOf(this.#known.drift) } : job;
  }

  #newJob(of: Pick<Job, "id" | "kind" | "wish" | "isScheduled" | "phase">): Job {
    const salt = `${of.id} ${this.#parts.clock.now()}`.slice(0, 200);
    const reading = this.#isOfFiles ? { depth: of.wish.depth, salt } : READ_ALL; // of rows there is no lighter reading
    return { ...of, reading, proofs: 0, all: null, left: [], outcomes: new Map(), due: [], tries: 0, askedAt: null };
  }

  async #go(job: Job, scope: Scope, signal: AbortSignal): Promise<void> {
    if (scope.items?.length === 0) return this.#named(job);
    const standby = this.#around.standby();
    if (this.#round?.isAsking !== false && (standby === "lost" || standby === "restoring")) {
      const is = standby === "lost" ? "is lost" : "waits to be filled";
      return this.#stop("failed", `The standby on ${this.#parts.lane.to} ${is}: there is nothing to compare with.`);
    }
    if (this.#round === null) {
      if (standby === null || !this.#around.isReady()) return this.#heedDeadline(job);
      this.#asking += 1;
      this.#round = new CompareRound(
        this.#parts,
        { id: job.id, asking: `${this.#parts.runId} ${this.#asking}` },
        scope,
        {
          goesOn: () => {
            if (signal.aborted || this.#isCancelled || this.#isPreempted) throw new Stopped();
          },
          gotOn: (items, of, last) => this.#runs.gotOn(job.id, items, of, last),
        },
      );
    }
    const step = await this.#round.step();
    if (step.is === "wants-look") {
      this.#runs.phase(job.id, "looking");
      // By itself it waits for a look that comes anyway, until there is something to be sure of.
      const isPatient = job.kind === "recheck" || (job.isScheduled && job.phase === "all");
      if (!isPatient) this.#around.wantsLook();
      return;
    }
    if (step.is === "waits") return this.#heedDeadline(job);
    await this.#closeRound();
    job.tries = 0;
    job.askedAt = null;
    this.#take(job, step);
  }

  async #heedDeadline(job: Job): Promise<void> {
    const now = this.#parts.clock.elapsed();
    job.askedAt ??= now;
    const { answerMs } = job.wish;
    if (answerMs === null || now - job.askedAt < answerMs || this.#round?.isAsking === false) return;
    const seconds = Math.round(answerMs / 1000);
    await this.#stop("failed", `${this.#parts.lane.to} did not tell within ${seconds} s what it holds.`);
  }

  #take(job: Job, result: RoundResult): void {
    if (result.is === "all") {
      const { found, suspects } = result.all;
      job.all = { at: result.at, found: result.all };
      const asked = job.wish.detectsMultiMaster ? suspects : [];
      job.left = keysOf([...found, ...this.#known.drift, ...asked]);
      job.phase = "names";
      return;
    }
    for (const [name, one] of result.outcomes) job.outcomes.set(name, one);
    job.left = job.left.slice(MOST_PICKED);
  }

  /** All that is to be looked at by name was. */
  #named(job: Job): Promise<void> {
    const { clock } = this.#parts;
    const outcomes = job.wish.detectsMultiMaster ? job.outcomes : withoutOwners(job.outcomes);
    const at = job.all?.at ?? clock.now();
    // Of what was refused there only that somebody else owns it is news.
    const suspects = new Set(job.all?.found.suspects.map(nameOfItem));
    const mine = new Map([...outcomes].filter(([name, { is }]) => !suspects.has(name) || is === "owned-by-both"));
    let kept = judged(this.#known, mine, at);
    if (job.all !== null) {
      const receipt = receiptOf(job, outcomes, clock.now());
      const { different, missing, extra } = job.all.found.beyond;
      const overflow = kept.more - this.#known.more;
      kept = compared(kept, receipt, different + missing + extra + overflow);
      if (job.isScheduled) this.#agenda.compared(this.#known, kept);
      this.#runs.found(job.id, receipt);
      job.all = null;
    }
    this.#keep(kept);
    const isProof = job.phase === "prove";
    this.#agenda.looked(isProof, kept);
    if (isProof && job.due.length > 0) {
      job.proofs += 1;
      const rest = stillOf(kept, job.due);
      const isUnsaid = rest.some((one) => one.sentAt !== null);
      if (isUnsaid && job.proofs < MOST_PROOFS) {
        job.phase = "sending"; // of some of it nothing could be said yet: it has not arrived
        return Promise.resolve();
      }
      if (job.kind === "send-again" && rest.length > 0) return this.#stop("failed", problemOf(rest.length, isUnsaid));
    }
    const due = kept.drift.filter(isMendable);
    if (job.kind === "compare" && job.phase === "names" && job.wish.resync && due.length > 0) {
      Object.assign(job, { due, phase: "send" });
      this.#runs.phase(job.id, "sending");
      return Promise.resolve();
    }
    return this.#stop("done", null);
  }

  async #failed(thrown: unknown, signal: AbortSignal): Promise<void> {
    const { clock, log, open } = this.#parts;
    await this.#closeRound();
    if (signal.aborted || this.#isCancelled || this.#isPreempted || this.#job === null) return;
    const job = this.#job;
    const why = whyFailed(thrown, open);
    const { code, message, path } = asFault(why);
    log("a compare failed", { code, path, sentence: message });
    job.tries += 1;
    this.#notBefore = clock.elapsed() + RETRY_MS;
    if (job.tries >= MOST_TRIES || isOwnLoss(why)) {
      await this.#stop("failed", path === null ? message : `${message} (${path})`);
    }
  }

  async #closeRound(): Promise<void> {
    const round = this.#round;
    this.#round = null;
    await round?.close().catch(() => {}); // a database that is gone watches nothing
  }

  /** The job is at its end. */
  async #stop(end: RunEnd, problem: string | null): Promise<void> {
    const id = this.#job?.id;
    const now = this.#parts.clock.elapsed();
    if (this.#job?.isScheduled && end === "failed") this.#notBefore = now + PAUSE_MS;
    if (this.#job?.kind === "recheck" && end === "failed") this.#agenda.lookFailed();
    this.#job = null;
    this.#isCancelled = false;
    this.#isSwept = false;
    await this.#closeRound();
    if (id !== undefined) this.#runs.end(id, end, problem);
    await this.#sweep();
  }

  /** Nobody waits for an answer: also what an earlier run asked is taken back. */
  async #sweep(): Promise<void> {
    if (this.#isSwept) return;
    const { transport, lane } = this.#parts;
    if ((await transport.askedCompare(lane)) !== null) await transport.askCompare(lane, null);
    this.#isSwept = true;
  }

  #keep(kept: ComparesKept): void {
    this.#kept = kept;
    this.#isToTell = true;
    this.#parts.changed();
  }

  get #known(): ComparesKept {
    return this.#kept ?? NOTHING_KEPT;
  }
}

/** Somebody asked to end it, or the engine stops. */
class Stopped extends Error {}
