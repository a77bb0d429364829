import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PackageId } from "#lib/domain/package.ts";
import type { RunPhase, SyncRun } from "#lib/domain/request.ts";
import type { BookedFlight, BookFacts } from "#lib/ports/user-store.ts";

const MOST_ENDED = 1000;

type Run = {
  phase: RunPhase;
  totalItems: number | null;
  leftItems: number;
  inFlightItems: number;
  goneItems: number;
  at: Instant;
  endedAt: Instant | null;
  /** The last package that carries items of this run. */
  until: PackageId | null;
};

/** How far one lane has come with the requests that concern it. Kept in memory: after a restart they begin anew. */
export class RunBook {
  readonly #lane: Lane;
  readonly #runs = new Map<string, Run>();
  /** Ended ones: the ledger may still name them as open in an answer that was read before it knew. */
  readonly #ended = new Set<string>();

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** Learns of open requests; true when one is new. */
  learn(requestIds: readonly string[], at: Instant): boolean {
    const fresh = requestIds.filter((id) => !this.#runs.has(id) && !this.#ended.has(id));
    for (const id of fresh) this.#runs.set(id, newRun(at));
    return fresh.length > 0;
  }

  get hasAccepted(): boolean {
    return [...this.#runs.values()].some((run) => run.phase === "accepted");
  }

  get hasOpen(): boolean {
    return [...this.#runs.values()].some((run) => run.endedAt === null);
  }

  /** The look that begins now is the look of every request accepted so far. */
  beginLook(at: Instant): boolean {
    const taken = this.#in("accepted");
    for (const run of taken) Object.assign(run, { phase: "looking", at });
    return taken.length > 0;
  }

  /** What was on its way for open runs is pending again: the look that begins now is theirs too. */
  joinLook(at: Instant): void {
    for (const run of [...this.#in("sending"), ...this.#in("sent")])
      Object.assign(run, { phase: "looking", at, until: null });
  }

  looked(facts: BookFacts, at: Instant): void {
    for (const run of this.#in("looking")) {
      const items = facts.upToMark + facts.goneUpToMark;
      Object.assign(run, {
        phase: "sending",
        totalItems: items,
        leftItems: items,
        goneItems: facts.goneUpToMark,
        at,
      });
    }
  }

  sending(now: Pick<Run, "leftItems" | "inFlightItems" | "goneItems">, at: Instant): void {
    const { leftItems, inFlightItems, goneItems } = now;
    for (const run of this.#in("sending")) Object.assign(run, { leftItems, inFlightItems, goneItems, at });
  }

  /** Everything of the cut-off has left, tombstones too; `last` is the last package that went. */
  sent(last: PackageId, at: Instant): void {
    for (const run of this.#in("sending")) {
      Object.assign(run, { phase: "sent", leftItems: 0, goneItems: 0, until: last, at });
    }
  }

  /** Ends the runs none of whose packages is on its way any more. */
  acked(flights: readonly BookedFlight[], at: Instant): void {
    for (const run of this.#in("sent")) {
      const waiting = flights.filter((flight) => run.until !== null && flight.seq <= run.until.seq);
      run.inFlightItems = waiting.reduce((sum, flight) => sum + flight.items, 0);
      if (waiting.length === 0) Object.assign(run, { phase: "done", endedAt: at, at });
    }
  }

  /** What was on its way has to go again: open runs look again. */
  restart(at: Instant): void {
    for (const run of this.#runs.values()) {
      if (run.endedAt === null) Object.assign(run, { ...newRun(at) });
    }
  }

  /** All that is worth telling; ended runs are forgotten by `forget` once told. */
  told(): SyncRun[] {
    return [...this.#runs].map(([requestId, { until: _, ...run }]) => ({
      ...REST,
      requestId,
      lane: this.#lane,
      ...run,
    }));
  }

  forget(told: readonly SyncRun[]): void {
    for (const { requestId, endedAt } of told) {
      if (endedAt === null) continue;
      this.#runs.delete(requestId);
      this.#ended.add(requestId);
    }
    for (const id of this.#ended) {
      if (this.#ended.size <= MOST_ENDED) break;
      this.#ended.delete(id); // a set keeps its order: the oldest goes
    }
  }

  #in(phase: RunPhase): Run[] {
    return [...this.#runs.values()].filter((run) => run.phase === phase);
  }
}

const REST = {
  totalBytes: null,
  leftBytes: null,
  currentItem: null,
  sendingSince: null,
  end: null,
  problem: null,
  compared: null,
  heldItems: 0,
  returned: null,
} as const;

function newRun(at: Instant): Run {
  return {
    phase: "accepted",
    totalItems: null,
    leftItems: 0,
    inFlightItems: 0,
    goneItems: 0,
    at,
    endedAt: null,
    until: null,
  };
}
