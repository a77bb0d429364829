import type { Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PackageId } from "#lib/domain/package.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { GuardKeeper } from "./guard-keeper.ts";
import type { ExportParts, OpenedExport } from "./lane-parts.ts";
import type { Outbox } from "./outbox.ts";
import type { RunBook } from "./run-book.ts";
import type { Sender } from "./sender.ts";
import { TombstonePlan } from "./tombstone-plan.ts";

/** How far a run of tombstones came: not through when what is on its way has to be sent again first. */
export type TombstonesCarried = { readonly isThrough: boolean; readonly fault: Fault | null };

type Opened = Pick<OpenedExport, "side" | "book">;

/** A lane's tombstones: they leave once the images of their look are acked, in that cycle or in a run of their own (DESIGN L10). */
export class LaneTombstones {
  readonly #parts: Pick<ExportParts, "lane" | "clock">;
  readonly #guard: GuardKeeper;
  readonly #runs: RunBook;
  readonly #sender: Sender;
  readonly #outbox: Outbox;
  readonly #plan = new TombstonePlan();
  #areLimited = false;
  #areReady = false;

  constructor(
    parts: Pick<ExportParts, "lane" | "clock">,
    guard: GuardKeeper,
    runs: RunBook,
    sender: Sender,
    outbox: Outbox,
  ) {
    this.#parts = parts;
    this.#guard = guard;
    this.#runs = runs;
    this.#sender = sender;
    this.#outbox = outbox;
  }

  /** They can go at any time. */
  get areReady(): boolean {
    return this.#areReady && !this.#areLimited;
  }

  /** A limit left some. */
  get areLimited(): boolean {
    return this.#areLimited;
  }

  newWindow(): void {
    this.#areLimited = false;
  }

  /** A run of their own begins. */
  began(): void {
    this.#areReady = false;
  }

  /** `flights` is what is on its way now. */
  heard(flights: readonly PackageId[]): void {
    this.#areReady = this.#plan.isReady(flights);
  }

  isDue(flights: readonly PackageId[]): boolean {
    return this.#plan.isReady(flights);
  }

  /** What is on its way goes again: the next look plans anew. */
  rebuilt(): void {
    this.#plan.clear();
  }

  /** The images up to `mark` were carried; `isCompared`: they go through whole, whatever waited before. */
  async planUpTo(mark: number, book: LaneBook, isCompared: boolean): Promise<void> {
    const { lane, clock } = this.#parts;
    if (isCompared) this.#plan.clear();
    const facts = await book.facts(lane.module, [], mark);
    if (facts.goneUpToMark > 0) this.#plan.found(mark);
    else if (facts.upToMark === 0) this.#runs.sent(this.#outbox.last, clock.now());
    const { mark: first } = this.#plan;
    if (first === null) return;
    const planned = first === mark ? facts : await book.facts(lane.module, [], first);
    if (planned.upToMark === 0) this.#plan.imagesSent(this.#outbox.last);
  }

  /** Sends those that are planned. `check` faults when nothing may leave; `mark` is the cut-off of the last ended cycle. */
  async carry(
    { side, book }: Opened,
    check: () => void,
    mark: number,
    cutOffAt: Instant,
    isBackToBack: boolean,
    signal: AbortSignal,
  ): Promise<TombstonesCarried> {
    const { lane, clock } = this.#parts;
    const { mark: planned } = this.#plan;
    if (planned === null) return { isThrough: true, fault: null };
    if (this.#outbox.mustRebuild) return { isThrough: false, fault: null };
    check();
    await this.#guard.check({ side, book }, clock.now());
    const { goneUpToMark: left } = await book.facts(lane.module, [], planned);
    const isRun = isBackToBack || this.#runs.hasOpen;
    const requestId = this.#runs.current;
    const load = { side, book, phase: "tombstones", mark: planned, left, goneLater: 0, cutOffAt, requestId } as const;
    const carried = await this.#sender.carry({ ...load, leftBytes: 0, isBackToBack: isRun }, signal);
    if (!carried.isThrough) return { isThrough: false, fault: null };
    this.#areLimited = carried.left > 0;
    if (carried.left === 0) this.#plan.clear();
    if (carried.fault !== null || carried.left > 0) return { isThrough: true, fault: carried.fault };
    await this.planUpTo(mark, book, false);
    this.heard(await book.flights(lane.module));
    return { isThrough: true, fault: null };
  }
}
