import type { CycleLimit } from "#lib/domain/limits.ts";
import { MAX_UNACKED_PACKAGES } from "#lib/domain/limits.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import { NOTHING_QUEUED, type Queued, reservedBatches } from "./shares.ts";

/** What a window of the interval has carried so far: limits hold for the window, however many cycles run in it (D13). */
export type Used = {
  readonly batches: number;
  readonly bytes: number;
  readonly items: number;
  readonly queued: Queued;
};

export const NOTHING_USED: Used = { batches: 0, bytes: 0, items: 0, queued: NOTHING_QUEUED };

export type CycleFacts = {
  /** Entries of this cut-off that have not left. */
  readonly left: number;
  readonly used: Used;
  readonly limit: CycleLimit;
  readonly unackedPackages: number;
  readonly unackedBytes: number;
  /** A full push or a first sync runs limited cycles back to back until its cut-off is through (D18). */
  readonly isBackToBack: boolean;
  /** The last package could not take any item into what room was left. */
  readonly isOutOfRoom: boolean;
};

export type Move =
  | { readonly do: "send"; readonly room: Room }
  /** As much is on its way as may be (DESIGN L13). */
  | { readonly do: "wait-for-ack" }
  | { readonly do: "begin-anew" }
  | { readonly do: "end" };

/** Pure: what a lane that has looked does next. Exactly at a limit is within it (DOMAIN 10 no. 3). */
export function nextMove(facts: CycleFacts): Move {
  const { left, used, limit } = facts;
  if (left === 0) return { do: "end" };
  if (facts.isOutOfRoom || isUsedUp(used, limit)) return facts.isBackToBack ? { do: "begin-anew" } : { do: "end" };
  if (facts.unackedPackages >= MAX_UNACKED_PACKAGES || facts.unackedBytes >= 2 * limit.bytes) {
    return { do: "wait-for-ack" };
  }
  return {
    do: "send",
    room: {
      batches: limit.batches - used.batches,
      bytes: limit.bytes - used.bytes,
      items: limit.items - used.items,
      isFresh: used.items === 0,
      reserved: reservedBatches(limit, used.queued),
    },
  };
}

/** True when a window has carried all that its limits allow. */
export function isUsedUp(used: Used, limit: CycleLimit): boolean {
  return used.batches >= limit.batches || used.bytes >= limit.bytes || used.items >= limit.items;
}

/** What has been used with this package. */
export function usedWith(used: Used, packed: Packed): Used {
  if (packed.batches.length === 0) return used;
  const { high, normal } = used.queued;
  return {
    batches: used.batches + packed.batches.length,
    bytes: used.bytes + packed.bytes,
    items: used.items + packed.sent.length + packed.kept.length,
    queued: { high: high + packed.highBatches, normal: normal + packed.batches.length - packed.highBatches },
  };
}

/** When the next cycle of a lane is due: every interval from the start of the last, never in the past (D18). */
export function nextDue(lastStartAt: number, intervalMs: number, now: number): number {
  const behind = Math.max(0, Math.ceil((now - lastStartAt) / intervalMs) - 1);
  return Math.max(now, lastStartAt + (behind + 1) * intervalMs);
}
