import {
  type CompareReceipt,
  type CompareWish,
  type Depth,
  type Drift,
  FULL_COMPARE,
  type ItemKey,
  type LaneCompare,
  MOST_PICKED,
  READ_ALL,
  type Reading,
} from "#lib/domain/compare.ts";
import {
  type ComparesKept,
  compared,
  isMendable,
  judged,
  laneCompare,
  NOTHING_KEPT,
  nameOfItem,
  type Outcome,
  sentAgain,
} from "#lib/domain/drift-list.ts";
import { asFault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { laneName } from "#lib/domain/lane.ts";
import { justAccepted, type RequestDetail, type RunEnd, type SyncRun } from "#lib/domain/request.ts";
import type { LaneCompares } from "#lib/ports/ledger.ts";
import { isOwnLoss } from "../comparison.ts";
import type { ExportParts, OpenedExport } from "../lane-parts.ts";
import type { Asked } from "../run-book.ts";
import { type AllFound, CompareRound, type RoundResult, type Scope } from "./compare-round.ts";
import { dueDepth } from "./compare-schedule.ts";

/** A round that failed is tried again after this, and so often. */
const RETRY_MS = 10_000;
const MOST_TRIES = 3;
/** What is known to differ is looked at again: soon after it was sent again, later and later, and else so often. */
const RECHECK_FIRST_MS = 2_000;
const RECHECK_MOST_MS = 60_000;
const RECHECK_MS = 2 * 60_000;
/** What differs and has no name was looked for, and there is no less of it: it is looked for again after this. */
const REST_MS = 60 * 60_000;
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

type Job = {
  /** The request's id, or a name of our own. */
  readonly id: string;
  readonly kind: "compare" | "send-again" | "recheck";
  readonly wish: CompareWish;
  readonly isScheduled: boolean;
  readonly reading: Reading;
  phase: "all" | "names" | "send" | "sending" | "prove";
  /** What the round over all of it counted. */
  all: { readonly at: Instant; readonly found: AllFound } | null;
  /** Items that are still to be looked at by name. */
  left: ItemKey[];
  outcomes: Map<string, { readonly item: ItemKey; readonly is: Outcome }>;
  /** Items to be sent again, or that were. */
  due: readonly Drift[];
  tries: number;
  /** How often it was looked whether what was sent has arrived. */
  proofs: number;
  askedAt: number | null;
};

type Run = { -readonly [Key in keyof SyncRun]: SyncRun[Key] } & { readonly asked: Asked };

/**
 * Compares this lane's data set with its standby, on demand and on schedule, beside cycles; keeps what differs, and has it sent again
 * by the one path (DESIGN L7). What was found leaves the list by evidence alone: a later look at both sides.
 */
export class CompareKeeper {
  readonly #parts: ExportParts;
  readonly #around: CompareSurroundings;
  readonly #runs = new Map<string, Run>();
  readonly #ended = new Set<string>();
  readonly #bornAt: number;
  readonly #place: number;
  #kept: ComparesKept | null = null;
  #isToTell = false;
  #job: Job | null = null;
  #round: CompareRound | null = null;
  #asking = 0;
  #jobs = 0;
  #isSwept = false;
  #notBefore = Number.NEGATIVE_INFINITY;
  #recheckAt = Number.NEGATIVE_INFINITY;
  #recheckPauseMs = RECHECK_FIRST_MS;
  #restAt = Number.NEGATIVE_INFINITY;
  #isBusy = false;
  /** The job that runs is to be ended. */
  #isCancelled = false;
  #kind: "files" | "rows" | null = null;

  constructor(parts: ExportParts, around: CompareSurroundings) {
    this.#parts = parts;
    this.#around = around;
    this.#bornAt = parts.clock.elapsed();
    this.#place = [...laneName(parts.lane)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
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
    for (const one of asked) {
      if (this.#ended.has(one.id)) continue;
      if (!this.#runs.has(one.id)) {
        this.#runs.set(one.id, newRun(one, this.#parts.lane, this.#parts.clock.now()));
        this.#notBefore = Number.NEGATIVE_INFINITY; // a person asks
        this.#parts.changed();
      }
      if (one.isCancelled && this.#runs.get(one.id)?.endedAt === null) {
        if (this.#job?.id === one.id) this.#isCancelled = true;
        else this.#end(one.id, "cancelled", null);
      }
    }
  }

  runs(): readonly SyncRun[] {
    return [...this.#runs.values()].map(({ asked: _asked, ...run }) => run);
  }

  /** What changed since it was told last; null when nothing did. */
  told(): ComparesKept | null {
    return this.#isToTell ? this.#kept : null;
  }

  forget(runs: readonly SyncRun[], told: ComparesKept | null): void {
    if (told !== null && told === this.#kept) this.#isToTell = false;
    for (const { requestId, endedAt } of runs) {
      if (endedAt === null) continue;
      this.#runs.delete(requestId);
      this.#ended.add(requestId);
    }
    for (const id of this.#ended) {
      if (this.#ended.size <= 1000) break;
      this.#ended.delete(id);
    }
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
    const run = this.#runs.get(job.id);
    if (run && job.kind === "send-again") Object.assign(run, { totalItems: job.due.length, leftItems: 0 });
    this.#phase("sent");
    this.#recheckPauseMs = RECHECK_FIRST_MS;
    this.#recheckAt = this.#parts.clock.elapsed() + this.#recheckPauseMs;
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
      this.#phase(next.kind === "send-again" ? "sending" : "asking");
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
        if (this.#parts.clock.elapsed() < this.#recheckAt) return;
        job.phase = "prove";
        job.left = keysOf(job.due);
        job.outcomes = new Map();
        return;
    }
  }

  /** Somebody asks, and what runs is the service's own: that waits, however far it is. */
  get #isPreempted(): boolean {
    if (this.#job === null || this.#runs.has(this.#job.id)) return false;
    return [...this.#runs.values()].some((run) => run.phase === "accepted");
  }

  /** What waits longest, of what people asked; else what is to be looked at again; else what is due by itself. */
  #next(): Job | null {
    const asked = [...this.#runs.values()].find((run) => run.phase === "accepted");
    if (asked) return this.#around.isReady() ? this.#jobOf(asked.asked) : null;
    if (!this.#around.isReady() || this.#around.standby() !== "ok") return null;
    const { clock } = this.#parts;
    if (this.#known.drift.length > 0 && clock.elapsed() >= this.#recheckAt)
      return this.#ownJob("recheck", { ...FULL_COMPARE, answerMs: RECHECK_PATIENCE_MS });
    const depth = this.#isRestDue ? "full" : this.#dueDepth();
    return depth === null
      ? null
      : this.#ownJob("compare", { ...FULL_COMPARE, depth, resync: true, answerMs: OWN_PATIENCE_MS });
  }

  /** All that has a name was mended, or sending cannot mend it: more that differs is found and named by a full compare alone. */
  get #isRestDue(): boolean {
    const { drift, more } = this.#known;
    return more > 0 && !drift.some(isMendable) && this.#parts.clock.elapsed() >= this.#restAt;
  }

  #dueDepth(): Depth | null {
    const { clock } = this.#parts;
    const upMs = clock.elapsed() - this.#bornAt;
    return dueDepth(this.#isOfFiles ? "files" : "rows", this.#known, clock.now(), upMs, this.#place);
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
          gotOn: (items, of, last) => this.#gotOn(items, of, last),
        },
      );
    }
    const step = await this.#round.step();
    if (step.is === "wants-look") {
      this.#phase("looking");
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
      const { more } = this.#known;
      if (job.isScheduled && more > 0 && kept.more >= more) this.#restAt = clock.elapsed() + REST_MS;
      const run = this.#runs.get(job.id);
      if (run) run.receipt = receipt;
      job.all = null;
    }
    this.#keep(kept);
    const isProof = job.phase === "prove";
    this.#recheckPauseMs = isProof ? Math.min(2 * this.#recheckPauseMs, RECHECK_MOST_MS) : RECHECK_FIRST_MS;
    const isOnTheWay = kept.drift.some((one) => one.sentAt !== null);
    this.#recheckAt = clock.elapsed() + (isOnTheWay ? this.#recheckPauseMs : RECHECK_MS);
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
      this.#phase("sending");
      return Promise.resolve();
    }
    return this.#stop("done", null);
  }

  #gotOn(items: number, of: number, last: string | null): void {
    const run = this.#job && this.#runs.get(this.#job.id);
    if (!run) return;
    const at = this.#parts.clock.now();
    Object.assign(run, { totalItems: of, leftItems: of - items, currentItem: last, at });
    run.sendingSince ??= at;
    this.#parts.changed();
  }

  #phase(phase: SyncRun["phase"]): void {
    const run = this.#job && this.#runs.get(this.#job.id);
    const isBack = run?.phase === "sending" && phase !== "sent"; // a proof of what was sent is no step back
    if (!run || run.phase === phase || isBack || run.phase === "sent") return;
    run.phase = phase;
    run.at = this.#parts.clock.now();
    this.#parts.changed();
  }

  async #failed(thrown: unknown, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    await this.#closeRound();
    if (signal.aborted || this.#isCancelled || this.#isPreempted || this.#job === null) return;
    const job = this.#job;
    const { code, message, path } = asFault(thrown);
    log("a compare failed", { code, path, sentence: message });
    job.tries += 1;
    this.#notBefore = clock.elapsed() + RETRY_MS;
    if (job.tries >= MOST_TRIES || isOwnLoss(thrown)) {
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
    if (this.#job?.kind === "recheck" && end === "failed") this.#recheckAt = now + RECHECK_MS;
    this.#job = null;
    this.#isCancelled = false;
    this.#isSwept = false;
    await this.#closeRound();
    if (id !== undefined) this.#end(id, end, problem);
    await this.#sweep();
  }

  /** Nobody waits for an answer: also what an earlier run asked is taken back. */
  async #sweep(): Promise<void> {
    if (this.#isSwept) return;
    const { transport, lane } = this.#parts;
    if ((await transport.askedCompare(lane)) !== null) await transport.askCompare(lane, null);
    this.#isSwept = true;
  }

  #end(id: string, end: RunEnd, problem: string | null): void {
    const at = this.#parts.clock.now();
    const run = this.#runs.get(id);
    if (run) Object.assign(run, { phase: "done", leftItems: 0, end, problem, endedAt: at, at });
    this.#parts.changed();
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

/** Each item once, by its name alone. */
function keysOf(items: readonly ItemKey[]): ItemKey[] {
  return [...new Map(items.map(({ table, key }) => [nameOfItem({ table, key }), { table, key }])).values()];
}

/** Of these items those that are on the list still. */
function stillOf({ drift }: ComparesKept, due: readonly Drift[]): readonly Drift[] {
  const names = new Set(due.map(nameOfItem));
  return drift.filter((one) => names.has(nameOfItem(one)));
}

function problemOf(items: number, isUnsaid: boolean): string {
  const what = items === 1 ? "1 item" : `${items} items`;
  return isUnsaid
    ? `${what} went on changing, so nothing could be proved of them: they are compared again by themselves.`
    : `${what} arrived and differ all the same: see whether another program writes into the standby.`;
}

/** Somebody asked to end it, or the engine stops. */
class Stopped extends Error {}

function withoutOwners(outcomes: Job["outcomes"]): Job["outcomes"] {
  return new Map(
    [...outcomes].map(([name, one]) => [name, one.is === "owned-by-both" ? { ...one, is: "missing" } : one]),
  );
}

/** Items that were found are counted as they were seen the second time. */
function receiptOf(job: Job, outcomes: Job["outcomes"], endedAt: Instant): CompareReceipt {
  if (job.all === null) throw new TypeError("nothing was compared");
  const { at, found } = job.all;
  const count = (is: Outcome, of: readonly ItemKey[]) =>
    of.filter((one) => outcomes.get(nameOfItem(one))?.is === is).length;
  const named = (is: Outcome) => count(is, found.found);
  const conflicts = count("owned-by-both", found.suspects);
  return {
    depth: job.reading.depth,
    isScheduled: job.isScheduled,
    at,
    endedAt,
    equal: found.equal + named("equal"),
    read: found.read + named("equal"),
    different: named("different") + found.beyond.different,
    missing: named("missing") + found.beyond.missing,
    extra: named("extra") + found.beyond.extra,
    ownedByBoth: named("owned-by-both") + conflicts,
    changing: found.changing + named("apart"),
    held: found.held,
    refused: found.refused - conflicts,
    unnamed: found.unnamed,
    ranges: found.ranges,
    opened: found.opened,
  };
}

function newRun(asked: Asked, lane: SyncRun["lane"], at: Instant): Run {
  return {
    asked,
    requestId: asked.id,
    lane,
    ...justAccepted(at),
    receipt: null,
  };
}
