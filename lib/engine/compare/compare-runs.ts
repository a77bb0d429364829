import type { CompareReceipt } from "#lib/domain/compare.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { justAccepted, type RunEnd, type SyncRun } from "#lib/domain/request.ts";
import { EndedRequests } from "../ended-requests.ts";
import type { ExportParts } from "../lane-parts.ts";
import type { Asked } from "../run-book.ts";

type Run = { -readonly [Key in keyof SyncRun]: SyncRun[Key] } & { readonly asked: Asked };

/** How far one lane has come with what people asked of it that carries nothing. */
export class CompareRuns {
  readonly #parts: Pick<ExportParts, "lane" | "clock" | "changed">;
  readonly #runs = new Map<string, Run>();
  readonly #ended = new EndedRequests();

  constructor(parts: Pick<ExportParts, "lane" | "clock" | "changed">) {
    this.#parts = parts;
  }

  /** Learns of open requests: whether one is new, and the open ones that are to be ended. */
  learn(asked: readonly Asked[]): { readonly isNew: boolean; readonly cancelled: readonly string[] } {
    const open = asked.filter(({ id }) => !this.#ended.has(id));
    const fresh = open.filter(({ id }) => !this.#runs.has(id));
    for (const one of fresh) this.#runs.set(one.id, newRun(one, this.#parts.lane, this.#parts.clock.now()));
    if (fresh.length > 0) this.#parts.changed();
    const cancelled = open.filter(({ id, isCancelled }) => isCancelled && this.#runs.get(id)?.endedAt === null);
    return { isNew: fresh.length > 0, cancelled: cancelled.map(({ id }) => id) };
  }

  /** Somebody asked for it. */
  has(id: string): boolean {
    return this.#runs.has(id);
  }

  /** What waits longest to be begun; null when nothing does. */
  get accepted(): Asked | null {
    return [...this.#runs.values()].find((run) => run.phase === "accepted")?.asked ?? null;
  }

  told(): readonly SyncRun[] {
    return [...this.#runs.values()].map(({ asked: _asked, ...run }) => run);
  }

  forget(told: readonly SyncRun[]): void {
    for (const { requestId, endedAt } of told) {
      if (endedAt === null) continue;
      this.#runs.delete(requestId);
      this.#ended.add(requestId);
    }
  }

  /** So many items are sent again. */
  sends(id: string, items: number): void {
    const run = this.#runs.get(id);
    if (run) Object.assign(run, { totalItems: items, leftItems: 0 });
  }

  gotOn(id: string, items: number, of: number, last: string | null): void {
    const run = this.#runs.get(id);
    if (!run) return;
    const at = this.#parts.clock.now();
    Object.assign(run, { totalItems: of, leftItems: of - items, currentItem: last, at });
    run.sendingSince ??= at;
    this.#parts.changed();
  }

  found(id: string, receipt: CompareReceipt): void {
    const run = this.#runs.get(id);
    if (run) run.receipt = receipt;
  }

  phase(id: string, phase: SyncRun["phase"]): void {
    const run = this.#runs.get(id);
    const isBack = run?.phase === "sending" && phase !== "sent"; // a proof of what was sent is no step back
    if (!run || run.phase === phase || isBack || run.phase === "sent") return;
    run.phase = phase;
    run.at = this.#parts.clock.now();
    this.#parts.changed();
  }

  end(id: string, end: RunEnd, problem: string | null): void {
    const at = this.#parts.clock.now();
    const run = this.#runs.get(id);
    if (run) Object.assign(run, { phase: "done", leftItems: 0, end, problem, endedAt: at, at });
    this.#parts.changed();
  }
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
