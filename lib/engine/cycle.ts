import type { CycleLimit } from "#lib/domain/limits.ts";
import { MAX_UNACKED_PACKAGES } from "#lib/domain/limits.ts";
import type { Room } from "#lib/ports/backup-module.ts";

/** What a cycle has carried so far. */
export type Used = { readonly batches: number; readonly bytes: number; readonly items: number };

export const NOTHING_USED: Used = { batches: 0, bytes: 0, items: 0 };

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
  const isUsedUp =
    facts.isOutOfRoom || used.batches >= limit.batches || used.bytes >= limit.bytes || used.items >= limit.items;
  if (isUsedUp) return facts.isBackToBack ? { do: "begin-anew" } : { do: "end" };
  if (facts.unackedPackages >= MAX_UNACKED_PACKAGES || facts.unackedBytes >= 2 * limit.bytes) {
    return { do: "wait-for-ack" };
  }
  return {
    do: "send",
    room: {
      batches: limit.batches - used.batches,
      bytes: limit.bytes - used.bytes,
      items: limit.items - used.items,
      isFresh: used === NOTHING_USED,
    },
  };
}

/** When the next cycle of a lane is due: every interval from the start of the last, never in the past (D18). */
export function nextDue(lastStartAt: number, intervalMs: number, now: number): number {
  const behind = Math.max(0, Math.ceil((now - lastStartAt) / intervalMs) - 1);
  return Math.max(now, lastStartAt + (behind + 1) * intervalMs);
}
