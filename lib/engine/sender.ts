import { isCanaryFlight } from "#lib/domain/canary.ts";
import type { Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { BATCH_ITEMS, type CycleLimit, PACKAGE_BATCHES } from "#lib/domain/limits.ts";
import type { FileBatch } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { ExportSide, Packed, Phase } from "#lib/ports/backup-module.ts";
import type { BookedFlight, LaneBook } from "#lib/ports/user-store.ts";
import { type CycleFacts, isUsedUp, NOTHING_USED, nextMove, type Used, usedWith } from "./cycle.ts";
import type { ExportParts } from "./lane-parts.ts";
import { type Cargo, countOf, type Outbox } from "./outbox.ts";
import type { RunBook } from "./run-book.ts";

/** While it waits for acks a cycle listens this often. */
const LISTEN_MS = 250;
/** What a look brings in goes while it goes on in packages that are full of entries. */
const AHEAD_ITEMS = PACKAGE_BATCHES * BATCH_ITEMS;

/** What is to be sent: the entries of one phase up to a cut-off. */
export type Load = {
  readonly side: ExportSide;
  readonly book: LaneBook;
  readonly phase: Phase;
  readonly mark: number;
  /** Entries of the phase up to the mark, and the tombstones that go after them. */
  readonly left: number;
  readonly goneLater: number;
  readonly cutOffAt: Instant;
  /** The request that this is for; null for what goes by itself. */
  readonly requestId: string | null;
  /** Bytes of what is to be sent; null while the size of one is not known. */
  readonly leftBytes: number | null;
  readonly isBackToBack: boolean;
};

/** How far it came. Not through when what is on its way has to be sent again first, or the engine stops. */
export type Carried = {
  readonly isThrough: boolean;
  /** Left because a limit was reached, or the partner did not make room. */
  readonly left: number;
  /** Entries that turned out to be tombstones. */
  readonly goneFound: number;
  readonly fault: Fault | null;
  /** The same of what goes back to the partner alone. */
  readonly returnFault: Fault | null;
};

/** Sends package after package within the limits of the window (D17, D18, DESIGN L13). */
export class Sender {
  readonly #parts: ExportParts;
  readonly #outbox: Outbox;
  readonly #runs: RunBook;
  readonly #progress: () => void;
  /** While it is so, limits bound a cycle and never what is carried, also of a cycle that runs. */
  readonly #isLifted: () => boolean;
  #used: Used = NOTHING_USED;

  constructor(parts: ExportParts, outbox: Outbox, runs: RunBook, progress: () => void, isLifted: () => boolean) {
    this.#parts = parts;
    this.#outbox = outbox;
    this.#runs = runs;
    this.#progress = progress;
    this.#isLifted = isLifted;
  }

  get isUsedUp(): boolean {
    return !this.#isLifted() && isUsedUp(this.#used, this.#parts.limit());
  }

  newWindow(): void {
    this.#used = NOTHING_USED;
  }

  /** Sends full packages of `left` entries that a look has brought in so far, as far as there is room and without waiting for any. */
  async carryAhead(cargo: Cargo, left: number, isRun: boolean, signal: AbortSignal): Promise<void> {
    const { lane, changed } = this.#parts;
    const limit = aheadOf(this.#parts.limit());
    if (limit.batches < PACKAGE_BATCHES) return;
    const mark = cargo.mark - (left % AHEAD_ITEMS); // what fills no package is not even read
    for (let rest = left; rest >= AHEAD_ITEMS && !signal.aborted && !this.#outbox.mustRebuild; ) {
      const used = this.#used;
      const isOutOfRoom = used.batches + PACKAGE_BATCHES > limit.batches;
      const isBackToBack = isRun || this.#isLifted();
      const onItsWay = unackedOf(await cargo.book.flights(lane.module));
      const move = nextMove({ left: rest, used, limit, ...onItsWay, isBackToBack, isOutOfRoom });
      if (move.do === "begin-anew") this.#used = NOTHING_USED;
      else if (move.do !== "send") return;
      else {
        const packed = await this.#outbox.send({ ...cargo, mark }, { ...move.room, reserved: { high: 0, normal: 0 } });
        if (packed === null) return;
        this.#progress();
        changed();
        rest -= countOf(packed);
        this.#used = usedWith(this.#used, packed);
      }
    }
  }

  async carry(load: Load, signal: AbortSignal): Promise<Carried> {
    const { clock, lane, changed } = this.#parts;
    const { book } = load;
    const giveUpAt = clock.elapsed() + this.#parts.intervalMs();
    const limit = this.#parts.limit();
    let left = load.left;
    let goneFound = 0;
    let isOutOfRoom = false;
    let { leftBytes } = load;
    let fault: Fault | null = null;
    let returnFault: Fault | null = null;
    let currentItem: string | null = null;
    const carried = (isThrough: boolean): Carried => ({ isThrough, left, goneFound, fault, returnFault });
    while (!signal.aborted) {
      const flights = await book.flights(lane.module);
      const inFlightItems = flights.reduce((sum, flight) => sum + flight.items, 0);
      const goneItems = load.phase === "tombstones" ? left : load.goneLater + goneFound;
      const leftItems = load.phase === "tombstones" ? left : left + goneItems;
      this.#runs.sending({ leftItems, inFlightItems, goneItems, leftBytes, currentItem }, clock.now());
      changed();
      const used = this.#used;
      const isBackToBack = load.isBackToBack || this.#isLifted();
      const move = nextMove({ left, used, limit, ...unackedOf(flights), isBackToBack, isOutOfRoom });
      switch (move.do) {
        case "end":
          return carried(true);
        case "begin-anew":
          this.#used = NOTHING_USED;
          isOutOfRoom = false;
          break;
        case "wait-for-ack":
          if (this.#outbox.mustRebuild) return carried(false);
          if (!isBackToBack && clock.elapsed() >= giveUpAt) return carried(true);
          await clock.sleep(LISTEN_MS, signal);
          break;
        case "send": {
          const packed = await this.#outbox.send(load, move.room);
          this.#progress();
          isOutOfRoom = packed === null;
          if (packed === null) break;
          this.#runs.left({ items: packed.sent.length, bytes: contentBytes(packed) });
          left = Math.max(0, left - countOf(packed));
          goneFound += packed.gone.length;
          leftBytes = leftBytes === null ? null : Math.max(0, leftBytes - contentBytes(packed));
          currentItem = lastItem(packed) ?? currentItem;
          fault ??= packed.unreadable.fault;
          if (packed.source === "standby") returnFault ??= packed.unreadable.fault;
          this.#used = usedWith(this.#used, packed);
        }
      }
    }
    return carried(false);
  }
}

/** What is in a package, which is not what it weighs: an empty file weighs something (D17). */
function contentBytes({ parts }: Packed): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}

function unackedOf(all: readonly BookedFlight[]): Pick<CycleFacts, "unackedPackages" | "unackedBytes"> {
  const flights = all.filter((flight) => !isCanaryFlight(flight));
  return { unackedPackages: flights.length, unackedBytes: flights.reduce((sum, flight) => sum + flight.bytes, 0) };
}

/** Neither queue gets more ahead than the smaller share of the two: what a look finds later has its own left (D8). */
function aheadOf({ batches, highBatches, ...limit }: CycleLimit): CycleLimit {
  return {
    ...limit,
    batches: Number.isFinite(batches) ? Math.min(highBatches, batches - highBatches) : batches,
    highBatches: 0,
  };
}

/** What a package ends with, as people know it: a path, or a table. */
function lastItem({ batches }: Packed): string | null {
  const last = batches.at(-1);
  switch (last?.is) {
    case undefined:
      return null;
    case "rows":
    case "rows-moved":
    case "rows-gone":
      return last.table;
    case "files":
      return lastFile(last);
    case "files-gone":
      return last.paths.at(-1) ?? null;
  }
}

function lastFile({ files, folders }: FileBatch): string | null {
  const list = files.at(-1);
  if (list === undefined) return folders.at(-1)?.path ?? null;
  return joinPath(list.folder, list.names.slice(list.names.lastIndexOf("/") + 1));
}
