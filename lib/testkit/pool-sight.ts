import type { CheckFault } from "#lib/domain/check.ts";
import type { PoolSight, Seen, WordSeen } from "#lib/domain/pool-sight.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { PoolLook } from "#lib/ports/pool-look.ts";
import { NOON } from "./builders.ts";
import { PRESENCE } from "./evidence.ts";

export function aLook<T>(value: T, at = NOON): Seen<T> {
  return { is: "seen", at, value };
}

export function aFailedLook(code: CheckFault, at = NOON): Seen<never> {
  return { is: "unseen", at, code, sentence: `It is ${code}.`, path: "/somewhere" };
}

export function aWordSeen(at = NOON, more: Partial<WordSeen> = {}): WordSeen {
  return { module: PRESENCE, writtenAt: at, aheadMs: 0, freeBytes: 100e9, ...more };
}

/** A pool with which all is well. */
export function aSight(at = NOON, more: Partial<PoolSight> = {}): PoolSight {
  const room = { freeBytes: 100e9, totalBytes: 200e9 };
  return {
    fileStore: aLook(null, at),
    content: aLook({ whole: 2, restoring: [] }, at),
    writing: aLook(null, at),
    contentRights: aLook({ folders: 4 }, at),
    database: aLook(null, at),
    databaseRights: aLook(null, at),
    capture: aLook(null, at),
    versions: aLook({ database: 4, ours: 4 }, at),
    rooms: [{ what: "file store", path: "/files", room: aLook(room, at) }],
    fileClock: aLook(0, at),
    words: aLook([aWordSeen(at)], at),
    ...more,
  };
}

export function aWholeLook(clock: Pick<Clock, "now">): PoolLook {
  return {
    look: async () => aSight(clock.now()),
    largestFile: async () => aLook({ path: "slides.pptx", bytes: 5_000_000 }, clock.now()),
  };
}
