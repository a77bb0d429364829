import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { cycleLimit, MAX_UNACKED_PACKAGES, PACKAGE_BATCHES } from "#lib/domain/limits.ts";
import { type CycleFacts, type Move, NOTHING_USED, nextDue, nextMove, type Used } from "./cycle.ts";

const ROWS = cycleLimit({ kind: "rows", category: "UserData" }, DEFAULT_CONFIGURATION);
const FILES = cycleLimit({ kind: "files", category: "UserData" }, DEFAULT_CONFIGURATION);
const MIB = 1024 * 1024;

/** A fresh cycle of rows with one entry to send, nothing on its way. */
const FRESH: CycleFacts = {
  left: 1,
  used: NOTHING_USED,
  limit: ROWS,
  unackedPackages: 0,
  unackedBytes: 0,
  isBackToBack: false,
  isOutOfRoom: false,
};
const move = (more: Partial<CycleFacts>): Move => nextMove({ ...FRESH, ...more });
const used = (more: Partial<Used>): Used => ({ ...NOTHING_USED, ...more });

describe("what a lane that has looked does next", () => {
  test.each<[sentence: string, does: Move["do"], facts: Partial<CycleFacts>]>([
    ["nothing is left", "end", { left: 0 }],
    ["nothing is left, whatever is on its way", "end", { left: 0, unackedPackages: MAX_UNACKED_PACKAGES }],
    ["nothing is left of a full push", "end", { left: 0, isBackToBack: true }],
    ["the limit of batches is not reached", "send", { used: used({ batches: 499 }) }],
    ["the limit of batches is used up", "end", { used: used({ batches: 500 }) }],
    ["the limit of bytes is not reached", "send", { limit: FILES, used: used({ bytes: 100 * MIB - 1 }) }],
    ["the limit of bytes is used up", "end", { limit: FILES, used: used({ bytes: 100 * MIB }) }],
    ["the limit of bytes was passed by one large file", "end", { limit: FILES, used: used({ bytes: 900 * MIB }) }],
    ["the limit of items is not reached", "send", { limit: FILES, used: used({ items: 99_999 }) }],
    ["the limit of items is used up", "end", { limit: FILES, used: used({ items: 100_000 }) }],
    ["the next item does not fit into what is left", "end", { limit: FILES, isOutOfRoom: true }],
    ["a full push has used its limit up", "begin-anew", { isBackToBack: true, used: used({ batches: 500 }) }],
    ["a full push is out of room", "begin-anew", { isBackToBack: true, limit: FILES, isOutOfRoom: true }],
    ["the window has room for one package", "send", { unackedPackages: MAX_UNACKED_PACKAGES - 1 }],
    ["the window is full", "wait-for-ack", { unackedPackages: MAX_UNACKED_PACKAGES }],
    [
      "the window is full in a full push",
      "wait-for-ack",
      { unackedPackages: MAX_UNACKED_PACKAGES, isBackToBack: true },
    ],
    ["less than two cycles' bytes are on their way", "send", { limit: FILES, unackedBytes: 200 * MIB - 1 }],
    ["two cycles' bytes are on their way", "wait-for-ack", { limit: FILES, unackedBytes: 200 * MIB }],
    ["rows have no limit of bytes on their way", "send", { unackedBytes: 10_000 * MIB }],
  ])("when %s: %s", (_sentence, does, facts) => {
    expect(move(facts).do).toBe(does);
  });

  test("the first package has the whole cycle's room, and an item that is larger may go all the same (D9)", () => {
    const room = {
      batches: Number.POSITIVE_INFINITY,
      bytes: 100 * MIB,
      items: 100_000,
      isFresh: true,
      reserved: { high: 0, normal: 0 },
    };
    expect(move({ limit: FILES })).toEqual({ do: "send", room });
  });

  test("the next package has the room that is left", () => {
    const room = {
      batches: Number.POSITIVE_INFINITY,
      bytes: 60 * MIB,
      items: 99_000,
      isFresh: false,
      reserved: { high: 0, normal: 0 },
    };
    expect(move({ limit: FILES, used: used({ bytes: 40 * MIB, items: 1_000 }) })).toEqual({ do: "send", room });
  });
});

/** Runs one cut-off of `pending` batches, each package as large as may be; acks come at once. Returns what is left over. */
function run(pending: number, isBackToBack: boolean) {
  const cycles = [0];
  let left = pending;
  let now: Used = NOTHING_USED;
  for (let steps = 0; steps <= 2 * pending; steps++) {
    const next = move({ left, used: now, isBackToBack });
    if (next.do === "end") return { left, cycles: cycles.filter((carried) => carried > 0) };
    if (next.do === "begin-anew") {
      now = NOTHING_USED;
      cycles.push(0);
    }
    if (next.do !== "send") continue;
    const batches = Math.min(left, next.room.batches, PACKAGE_BATCHES);
    left -= batches;
    now = { ...now, batches: now.batches + batches };
    cycles.push((cycles.pop() ?? 0) + batches);
  }
  throw new Error("The cycle does not come to an end.");
}

describe("a limit bounds a cycle, never the job (DOMAIN 10 no. 3, D18)", () => {
  test.each([
    [0, 0],
    [1, 0],
    [499, 0],
    [500, 0],
    [501, 1],
    [1_250, 750],
  ])("of %d pending batches a scheduled cycle of 500 leaves %d over", (pending, left) => {
    expect(run(pending, false).left).toBe(left);
  });

  test.each([
    [500, [500]],
    [501, [500, 1]],
    [1_250, [500, 500, 250]],
  ])("a full push carries %d batches back to back as %j", (pending, cycles) => {
    expect(run(pending, true)).toEqual({ left: 0, cycles });
  });

  test("no cycle ever carries more than its limit, and a full push leaves nothing", () => {
    fc.assert(
      fc.property(fc.nat({ max: 5_000 }), fc.boolean(), (pending, isBackToBack) => {
        const { left, cycles } = run(pending, isBackToBack);
        expect(cycles.every((carried) => carried <= 500)).toBe(true);
        expect(left).toBe(isBackToBack ? 0 : Math.max(0, pending - 500));
      }),
    );
  });
});

describe("the next cycle is due", () => {
  const MINUTE = 60_000;
  test.each([
    ["an interval after the start of the last", 2 * MINUTE, 10_000, 2 * MINUTE],
    ["now, when the last took exactly the interval", 2 * MINUTE, 2 * MINUTE, 2 * MINUTE],
    ["at the next tick, when the last took longer", 2 * MINUTE, 2 * MINUTE + 1, 4 * MINUTE],
    ["at the next tick, however many were skipped", 2 * MINUTE, 61 * MINUTE, 62 * MINUTE],
  ])("%s", (_sentence, intervalMs, passed, due) => {
    expect(nextDue(1_000_000, intervalMs, 1_000_000 + passed) - 1_000_000).toBe(due);
  });

  test("never in the past, always on the grid of the interval, and never a tick later than it must", () => {
    const interval = fc.integer({ min: 5_000, max: 10_800_000 });
    const passed = fc.oneof(
      fc.nat({ max: 20_000_000 }),
      fc.nat({ max: 20 }).map((n) => n * 5_000),
    );
    fc.assert(
      fc.property(fc.nat({ max: 4_102_444_800_000 }), interval, passed, (lastStartAt, intervalMs, ms) => {
        const now = lastStartAt + ms;
        const due = nextDue(lastStartAt, intervalMs, now);
        expect(due).toBeGreaterThanOrEqual(now);
        expect(due).toBeGreaterThan(lastStartAt);
        expect((due - lastStartAt) % intervalMs).toBe(0);
        expect(due - now).toBeLessThanOrEqual(intervalMs);
      }),
      { numRuns: 1000 },
    );
  });
});
