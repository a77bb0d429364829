import type { Depth } from "#lib/domain/compare.ts";
import { type ComparesKept, isMendable } from "#lib/domain/drift-list.ts";
import { laneName } from "#lib/domain/lane.ts";
import type { ExportParts } from "../lane-parts.ts";
import { dueDepth } from "./compare-schedule.ts";

/** What is known to differ is looked at again: soon after it was sent again, later and later, and else so often. */
const RECHECK_FIRST_MS = 2_000;
const RECHECK_MOST_MS = 60_000;
const RECHECK_MS = 2 * 60_000;
/** What differs and has no name was looked for, and there is no less of it: it is looked for again after this. */
const REST_MS = 60 * 60_000;

/** When a lane compares by itself. */
export class CompareAgenda {
  readonly #clock: ExportParts["clock"];
  readonly #bornAt: number;
  readonly #place: number;
  #recheckAt = Number.NEGATIVE_INFINITY;
  #recheckPauseMs = RECHECK_FIRST_MS;
  #restAt = Number.NEGATIVE_INFINITY;

  constructor({ clock, lane }: Pick<ExportParts, "clock" | "lane">) {
    this.#clock = clock;
    this.#bornAt = clock.elapsed();
    this.#place = [...laneName(lane)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  }

  /** What is due now: a look again at what is known to differ, a compare of that depth, or nothing. */
  due(kind: "files" | "rows", known: ComparesKept): "recheck" | Depth | null {
    if (known.drift.length > 0 && this.isLookDue) return "recheck";
    if (this.#isRestDue(known)) return "full";
    const upMs = this.#clock.elapsed() - this.#bornAt;
    return dueDepth(kind, known, this.#clock.now(), upMs, this.#place);
  }

  /** It is time to look again at what differs, or whether what was sent has arrived. */
  get isLookDue(): boolean {
    return this.#clock.elapsed() >= this.#recheckAt;
  }

  /** All that has a name was mended, or sending cannot mend it: more that differs is found and named by a full compare alone. */
  #isRestDue({ drift, more }: ComparesKept): boolean {
    return more > 0 && !drift.some(isMendable) && this.#clock.elapsed() >= this.#restAt;
  }

  /** What differs was sent again. */
  sent(): void {
    this.#recheckPauseMs = RECHECK_FIRST_MS;
    this.#recheckAt = this.#clock.elapsed() + this.#recheckPauseMs;
  }

  /** Items were looked at by name; `isProof`: whether they have arrived. */
  looked(isProof: boolean, { drift }: ComparesKept): void {
    this.#recheckPauseMs = isProof ? Math.min(2 * this.#recheckPauseMs, RECHECK_MOST_MS) : RECHECK_FIRST_MS;
    const isOnTheWay = drift.some((one) => one.sentAt !== null);
    this.#recheckAt = this.#clock.elapsed() + (isOnTheWay ? this.#recheckPauseMs : RECHECK_MS);
  }

  /** A look again came to nothing. */
  lookFailed(): void {
    this.#recheckAt = this.#clock.elapsed() + RECHECK_MS;
  }

  /** A compare by itself was done. */
  compared(before: ComparesKept, now: ComparesKept): void {
    if (before.more > 0 && now.more >= before.more) this.#restAt = this.#clock.elapsed() + REST_MS;
  }
}
