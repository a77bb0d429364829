import type { Instant } from "#lib/domain/instant.ts";
import type { Compared } from "#lib/domain/inventory.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PackageId } from "#lib/domain/package.ts";
import type { ItemName } from "#lib/domain/quarantine.ts";
import { justAccepted, type RequestDetail, type RequestKind, type RunEnd, type SyncRun } from "#lib/domain/request.ts";
import { type ReturnReceipt, sumOfReceipts } from "#lib/domain/return-receipt.ts";
import type { BookedFlight, BookFacts } from "#lib/ports/user-store.ts";
import { EndedRequests } from "./ended-requests.ts";

/** A request as its lane learns of it. */
export type Asked = {
  readonly id: string;
  readonly what: RequestKind;
  readonly detail: RequestDetail;
  /** Who asked. */
  readonly by: string;
  readonly isCancelled: boolean;
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

type Run = Mutable<Omit<SyncRun, "requestId" | "lane">> & {
  readonly what: RequestKind;
  readonly detail: RequestDetail;
  readonly by: string;
  /** The last package that carries items of this run. */
  until: PackageId | null;
  /** What was found of the return before anything of it was sent; null when there is none. */
  given: ReturnReceipt | null;
  /** The partner's receipt has to say that its data set is whole before this is done. */
  awaitsReceipt: boolean;
  /** What left since it was accepted and before it was looked for: that is brought by it too. */
  before: Amount;
};

export type Amount = { readonly items: number; readonly bytes: number };

export const NO_AMOUNT: Amount = { items: 0, bytes: 0 };

/** A request with the id that the two sides speak of it by. */
export type OpenAsk = { readonly id: string; readonly what: RequestKind };

/** How far one lane has come with the requests that concern it. Kept in memory: after a restart they begin anew. */
export class RunBook {
  readonly #lane: Lane;
  readonly #runs = new Map<string, Run>();
  readonly #ended = new EndedRequests();

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** Learns of open requests; true when one is new or was cancelled. */
  learn(asked: readonly Asked[], at: Instant): boolean {
    let isNews = false;
    for (const one of asked) {
      if (this.#ended.has(one.id)) continue;
      const known = this.#runs.get(one.id);
      if (known === undefined) this.#runs.set(one.id, newRun(one, at));
      const isEnding = one.isCancelled && known?.endedAt == null;
      if (isEnding) this.#cancel(one.id, at);
      isNews ||= known === undefined || isEnding;
    }
    return isNews;
  }

  /** The two sides speak of a comparison by the id of one request: others that were taken up with it ask anew by their own. */
  #cancel(id: string, at: Instant): void {
    const isSpokenOf = this.comparison?.id === id;
    this.#end(id, "cancelled", null, at);
    if (isSpokenOf) this.#begin((run) => compares(run.what) && run.phase !== "accepted", at);
  }

  /** Something that the next cycle can take up. */
  get hasAccepted(): boolean {
    return this.#acceptable().length > 0;
  }

  get hasOpen(): boolean {
    return [...this.#runs.values()].some((run) => run.endedAt === null);
  }

  /** Something is being looked for or sent for them. */
  get isAtWork(): boolean {
    return this.#in("looking").length + this.#in("sending").length > 0;
  }

  /** The comparison that is under way: one at a time, for one question can stand beside a lane's packages. */
  get comparison(): (OpenAsk & { readonly phase: SyncRun["phase"] }) | null {
    for (const [id, { what, phase, endedAt }] of this.#runs) {
      if (compares(what) && endedAt === null && phase !== "accepted") return { id, what, phase };
    }
    return null;
  }

  /** Something was sent to the partner of its own, and it has not said that it is whole. */
  get isGivingBack(): boolean {
    return [...this.#runs.values()].some((run) => run.endedAt === null && run.awaitsReceipt);
  }

  /** The request that what goes out now is for: the comparison, else what a person chose from the trash. */
  get current(): string | null {
    if (this.comparison !== null) return this.comparison.id;
    for (const [id, { what, endedAt }] of this.#runs) if (what === "bring-back" && endedAt === null) return id;
    return null;
  }

  /** Open requests of a kind that the look which begins now is for. */
  looking(what: RequestKind): readonly Pick<Asked, "id" | "detail" | "by">[] {
    return [...this.#runs].flatMap(([id, run]) =>
      run.what === what && run.phase === "looking" ? [{ id, detail: run.detail, by: run.by }] : [],
    );
  }

  /**
   * Takes up what was accepted: comparisons of one kind ask the partner first, everything else is looked for by the look that
   * begins now. True when there was any.
   */
  take(at: Instant): boolean {
    const taken = this.#acceptable();
    for (const run of taken) Object.assign(run, { phase: compares(run.what) ? "asking" : "looking", at });
    return taken.length > 0;
  }

  /** The partner's inventory is there: the look that begins now is that of the comparison. */
  answered(at: Instant): void {
    for (const run of this.#in("asking")) Object.assign(run, { phase: "looking", at });
  }

  #acceptable(): Run[] {
    const accepted = this.#in("accepted");
    const isBusy = this.comparison !== null;
    const first = accepted.find((run) => compares(run.what));
    return accepted.filter((run) => !compares(run.what) || (!isBusy && run.what === first?.what));
  }

  /** What was on its way for open runs is pending again: the look that begins now is theirs too, and counts it. */
  joinLook(at: Instant): void {
    for (const run of this.#runs.values()) if (run.endedAt === null) run.before = NO_AMOUNT;
    for (const run of [...this.#in("sending"), ...this.#in("sent")])
      Object.assign(run, { phase: "looking", at, until: null });
  }

  /** So much left in one package, which runs that still ask or wait their turn find sent when they are looked for. */
  left({ items, bytes }: Amount): void {
    for (const run of [...this.#in("accepted"), ...this.#in("asking")])
      run.before = { items: run.before.items + items, bytes: run.before.bytes + bytes };
  }

  /**
   * What waits for them. `found`: of it, what the comparison found, which may be on its way already: the partner's inventory
   * is of before it arrived, and it counts once.
   */
  looked(facts: Pick<BookFacts, "upToMark" | "goneUpToMark" | "pendingBytes">, at: Instant, found = NO_AMOUNT): void {
    const { upToMark, goneUpToMark, pendingBytes } = facts;
    const items = upToMark + goneUpToMark;
    for (const run of this.#in("looking")) {
      const { before } = run;
      Object.assign(run, {
        phase: "sending",
        totalItems: items + Math.max(0, before.items - found.items),
        totalBytes: pendingBytes === null ? null : pendingBytes + Math.max(0, before.bytes - found.bytes),
        leftItems: items,
        leftBytes: pendingBytes,
        goneItems: goneUpToMark,
        sendingSince: run.sendingSince ?? at,
        at,
      });
    }
  }

  /** What the comparison found; `given` when items are given back to the partner, less what its receipt counts already. */
  compared(compared: Compared, given: ReturnReceipt | null): void {
    for (const run of this.#in("looking")) {
      if (compares(run.what)) Object.assign(run, { compared, given, returned: given, awaitsReceipt: given !== null });
    }
  }

  /** The guard holds so many deletions of this lane now. */
  held(items: number): void {
    for (const run of [...this.#in("sending"), ...this.#in("sent")]) run.heldItems = items;
  }

  sending(
    now: Pick<Run, "leftItems" | "inFlightItems" | "goneItems"> & Partial<Pick<Run, "leftBytes" | "currentItem">>,
    at: Instant,
  ): void {
    for (const run of this.#in("sending")) {
      const { leftItems, inFlightItems, goneItems } = now;
      const leftBytes = now.leftBytes ?? run.leftBytes;
      const currentItem = now.currentItem ?? run.currentItem;
      Object.assign(run, { leftItems, inFlightItems, goneItems, leftBytes, currentItem, at });
    }
  }

  /**
   * Everything of the cut-off has left, tombstones too; `last` is the last package that went. What is given back counts as sent
   * when it is there: no Steady before that (DOMAIN D6).
   */
  sent(last: PackageId, at: Instant): void {
    for (const run of this.#in("sending")) {
      const phase = run.awaitsReceipt ? "sending" : "sent";
      Object.assign(run, { phase, leftItems: 0, leftBytes: 0, goneItems: 0, until: last, at });
    }
  }

  /** The partner told what came of what it was given back. */
  receipted(receipt: ReturnReceipt): void {
    const named = this.#runs.get(receipt.requestId);
    if (named?.what === "bring-back" && named.endedAt === null) named.returned = receipt;
    if (this.comparison?.id !== receipt.requestId) return;
    for (const run of this.#runs.values()) {
      if (run.endedAt !== null || run.given === null) continue;
      run.returned = sumOfReceipts(run.given, receipt);
      if (receipt.closedAt === null) continue;
      run.awaitsReceipt = false;
      if (run.until !== null) run.phase = "sent";
    }
  }

  /**
   * Ends the runs none of whose packages is on its way any more; what was tried again failed where `whyRefused` says that the
   * partner refused it again.
   */
  acked(
    flights: readonly BookedFlight[],
    at: Instant,
    whyRefused: (asked: readonly ItemName[]) => string | null = () => null,
  ): void {
    for (const [id, run] of this.#runs) {
      if (run.phase !== "sent") continue;
      const waiting = flights.filter((flight) => run.until !== null && flight.seq <= run.until.seq);
      run.inFlightItems = waiting.reduce((sum, flight) => sum + flight.items, 0);
      if (waiting.length > 0 || run.awaitsReceipt) continue;
      const why = run.what === "retry" ? whyRefused(run.detail.refused ?? []) : null;
      this.#end(id, why === null ? "done" : "failed", why, at);
    }
  }

  /** The comparison cannot be done, and why. */
  failComparison(problem: string, at: Instant): void {
    for (const [id, run] of this.#runs) {
      if (compares(run.what) && run.endedAt === null && run.phase !== "accepted") this.#end(id, "failed", problem, at);
    }
  }

  /** A request that carries nothing ended. */
  end(id: string, end: RunEnd, problem: string | null, at: Instant): void {
    this.#end(id, end, problem, at);
  }

  #end(id: string, end: RunEnd, problem: string | null, at: Instant): void {
    const run = this.#runs.get(id);
    if (run) Object.assign(run, { phase: "done", end, problem, endedAt: at, at });
  }

  /** What was on its way has to go again: open runs look again, and comparisons that had their answer ask anew. */
  restart(at: Instant): void {
    this.#begin(() => true, at);
  }

  #begin(isMeant: (run: Run) => boolean, at: Instant): void {
    for (const [id, run] of this.#runs) {
      if (run.endedAt !== null || run.phase === "asking" || !isMeant(run)) continue;
      const { what, detail, by, returned } = run;
      this.#runs.set(id, { ...newRun({ id, what, detail, by, isCancelled: false }, at), returned });
    }
  }

  /** All that is worth telling; ended runs are forgotten by `forget` once told. */
  told(): SyncRun[] {
    return [...this.#runs].map(
      ([
        requestId,
        { until: _u, given: _g, awaitsReceipt: _a, before: _b, what: _w, detail: _d, by: _by, ...run },
      ]) => ({
        requestId,
        lane: this.#lane,
        ...run,
      }),
    );
  }

  forget(told: readonly SyncRun[]): void {
    for (const { requestId, endedAt } of told) {
      if (endedAt === null) continue;
      this.#runs.delete(requestId);
      this.#ended.add(requestId);
    }
  }

  #in(phase: Run["phase"]): Run[] {
    return [...this.#runs.values()].filter((run) => run.phase === phase);
  }
}

/** Kinds for which the two sides are compared (DESIGN L11). */
export function compares(what: RequestKind): boolean {
  switch (what) {
    case "full-push":
    case "restore":
    case "adopt":
      return true;
    case "delta":
    case "release":
    case "bring-back":
    case "compare":
    case "send-again":
    case "retry":
    case "skip":
      return false;
  }
}

function newRun({ what, detail, by }: Asked, at: Instant): Run {
  return {
    what,
    detail,
    by,
    ...justAccepted(at),
    until: null,
    given: null,
    awaitsReceipt: false,
    before: NO_AMOUNT,
  };
}
