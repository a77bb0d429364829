import type { Ack } from "#lib/domain/ack.ts";
import { CANARY_EVERY_MS, type CanaryReport } from "#lib/domain/canary.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { MAX_UNACKED_PACKAGES } from "#lib/domain/limits.ts";
import { comparePackages, type PackageId } from "#lib/domain/package.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { ExportParts, OpenedExport } from "./lane-parts.ts";
import type { Cargo, Outbox } from "./outbox.ts";

/** A cycle a little early is the next interval's all the same. */
const SLACK_MS = 1_000;
const ROOM = {
  batches: 1,
  bytes: Number.POSITIVE_INFINITY,
  items: 1,
  isFresh: true,
  reserved: { high: 0, normal: 0 },
} as const;

/** One that was written and is not known to have arrived; moments are of `Clock.elapsed`. */
type Out = {
  readonly number: number;
  /** When it was written. */
  readonly since: number;
  readonly sentIn: PackageId | null;
  /** It left once, or may have: then it was captured, whatever came of that package. */
  readonly hasLeft: boolean;
};

type Opened = Pick<OpenedExport, "side" | "book">;

/**
 * The exporter's canaries (PRODUCT A8): one is written in an interval, before the look, and sent after what changed before it.
 * At most one is on its way, so that a dead partner piles up none. What the partner reads is compared with what it has
 * acknowledged: less is a false green that was caught, and holds until the two sides are compared.
 */
export class LaneCanary {
  readonly #parts: Pick<ExportParts, "clock" | "lane" | "log" | "intervalMs" | "changed">;
  #out: Out | null = null;
  #wroteAt = Number.NEGATIVE_INFINITY;
  /** The highest number that the partner is known to have read. */
  #arrived: number | null = null;
  #last: { readonly delayMs: number; readonly at: number } | null = null;
  #said = 0;
  /** The partner tells what it reads: one of before does not, and nothing is made of that. */
  #isTold = false;
  #missedAt: Instant | null = null;
  /** This module has canaries. */
  #isKept = false;

  constructor(parts: Pick<ExportParts, "clock" | "lane" | "log" | "intervalMs" | "changed">) {
    this.#parts = parts;
  }

  get isMissing(): boolean {
    return this.#missedAt !== null;
  }

  /** Before anything is said of the lane: a miss is known from run to run, and what could not be written down is by now. */
  async load(book: LaneBook): Promise<void> {
    const { module } = this.#parts.lane;
    const kept = await book.canaryMissedAt(module);
    if (kept !== null) this.#missedAt = kept;
    else if (this.#missedAt !== null) await book.setCanaryMissed(module, this.#missedAt);
  }

  /** Before a look: writes the next, if it is time for one. */
  async write({ side: { canary } }: Pick<Opened, "side">): Promise<void> {
    if (canary === null) return;
    const { clock, intervalMs } = this.#parts;
    this.#isKept = true;
    const now = clock.elapsed();
    if (now - this.#wroteAt < Math.max(intervalMs(), CANARY_EVERY_MS) - SLACK_MS) return;
    const standing = await canary.read();
    // Another program may have touched it: then what is on its way tells nothing.
    const isOnItsWay = this.#out !== null && standing === this.#out.number;
    if (isOnItsWay) return;
    // A database that is new, or an older copy, knows no number of before: the clock does.
    const number = Math.max(Math.max(standing, this.#said, this.#arrived ?? 0) + 1, clock.now());
    await canary.write(number, clock.now());
    this.#out = { number, since: now, sentIn: null, hasLeft: false };
    this.#wroteAt = now;
  }

  /** After what changed before it: sends it in a package of its own, which no limit and no count knows. */
  async send(
    { side, book }: Opened,
    cargo: Pick<Cargo, "mark" | "cutOffAt">,
    outbox: Outbox,
    look: Look,
  ): Promise<void> {
    const { canary } = side;
    const out = this.#out;
    if (canary === null || out === null || out.sentIn !== null) return;
    if ((await book.flights(this.#parts.lane.module)).length >= MAX_UNACKED_PACKAGES) return;
    const pack = (_phase: unknown, mark: number, _room: unknown, staging: Parameters<typeof canary.pack>[1]) =>
      canary.pack(mark, staging);
    this.#out = { ...out, hasLeft: true }; // a package may go through though publishing it fails
    const packed = await outbox.send(
      { ...cargo, side: { ...side, pack }, book, phase: "images", requestId: null },
      ROOM,
    );
    if (this.#out?.number !== out.number) return; // it was heard of meanwhile
    const isGone = packed === null ? out.hasLeft : packed.sent.length > 0;
    // One that left and does not wait any more was acknowledged: the next word tells whether it is there.
    this.#out = isGone ? { ...out, sentIn: outbox.last, hasLeft: true } : out;
    if (packed === null && !isGone && look.missed === null) await this.#miss(book, "it was written and never captured");
  }

  /** What was on its way goes again, under other numbers. */
  rebuilt(): void {
    if (this.#out !== null) this.#out = { ...this.#out, sentIn: null };
  }

  /** Another store stands there now: what the one before had is no matter. */
  forget(): void {
    this.#out = null;
    this.#arrived = null;
    this.#said = 0;
  }

  /** The two sides were compared: what may have been missed is known. */
  async compared(book: LaneBook): Promise<void> {
    this.#arrived = null;
    this.#said = 0;
    if (this.#missedAt === null) return;
    await book.setCanaryMissed(this.#parts.lane.module, null);
    this.#missedAt = null;
    this.#wroteAt = Number.NEGATIVE_INFINITY; // the next cycle shows whether it is over
  }

  /** A fresh word of a partner whose store is the right one, and whole. */
  async heard({ side: { canary }, book }: Opened, word: Ack): Promise<void> {
    this.#isTold = word.canary !== null;
    if (canary === null || word.canary === null) return;
    const { number } = word.canary;
    this.#said = number;
    const out = this.#out;
    if (out !== null && number >= out.number) {
      const at = this.#parts.clock.elapsed();
      this.#last = { delayMs: at - out.since, at };
      this.#out = null;
      this.#parts.changed();
    } else if (out?.sentIn != null && covers(word.applied, out.sentIn)) {
      if ((await canary.read()) === out.number) await this.#miss(book, "it was acknowledged and is not there");
      else this.#out = null;
      return;
    }
    if (this.#arrived !== null && number < this.#arrived) return this.#miss(book, "it was there and is there no more");
    this.#arrived = number;
  }

  async #miss(book: LaneBook, why: string): Promise<void> {
    const { clock, lane, log, changed } = this.#parts;
    this.#out = null;
    this.#arrived = null;
    if (this.#missedAt !== null) return;
    this.#missedAt = clock.now();
    log("a canary is missing", { module: lane.module, why });
    changed();
    await book.setCanaryMissed(lane.module, this.#missedAt); // when it cannot be written, the next cycle does it
  }

  report(wallOf: (elapsed: number) => Instant): CanaryReport | null {
    if (!this.#isKept) return null;
    return {
      delayMs: this.#last?.delayMs ?? null,
      arrivedAt: this.#last === null ? null : wallOf(this.#last.at),
      waitingSince: this.#out === null || !this.#isTold ? null : wallOf(this.#out.since),
    };
  }
}

function covers(applied: PackageId | null, sent: PackageId): boolean {
  return applied !== null && applied.epoch === sent.epoch && comparePackages(applied, sent) >= 0;
}
