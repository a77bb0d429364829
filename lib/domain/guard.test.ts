import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countsOf, type Deletions, enoughOwn, mustHold } from "./guard.ts";

describe("the deletion guard (DESIGN L10)", () => {
  test.each<[string, Deletions, boolean]>([
    ["nothing was deleted", { own: 0, sent: 0, waiting: 0, held: 0 }, false],
    ["the only file", { own: 0, sent: 0, waiting: 1, held: 0 }, false],
    ["20 of 20", { own: 0, sent: 0, waiting: 20, held: 0 }, false],
    ["21 of 21", { own: 0, sent: 0, waiting: 21, held: 0 }, true],
    ["21 of 84: a quarter exactly", { own: 63, sent: 0, waiting: 21, held: 0 }, true],
    ["21 of 85: less than a quarter", { own: 64, sent: 0, waiting: 21, held: 0 }, false],
    ["249 of 1,000", { own: 751, sent: 0, waiting: 249, held: 0 }, false],
    ["250 of 1,000", { own: 750, sent: 0, waiting: 250, held: 0 }, true],
    ["one more when 20 left today", { own: 10, sent: 20, waiting: 1, held: 0 }, true],
    ["one more when 249 of 1,000 left today", { own: 750, sent: 249, waiting: 1, held: 0 }, true],
    ["one more while another is held", { own: 1_000_000, sent: 0, waiting: 1, held: 1 }, true],
    ["none, while others are held", { own: 0, sent: 0, waiting: 0, held: 500 }, false],
    ["none, while many left today", { own: 0, sent: 500, waiting: 0, held: 0 }, false],
  ])("%s", (_what, found, isHeld) => {
    expect(mustHold(found)).toBe(isHeld);
  });

  const few = fc.nat({ max: 60 });
  const many = fc.nat({ max: 1_000_000 });
  const some = fc.oneof(few, many);
  const anything = fc.record({ own: some, sent: some, waiting: some, held: fc.oneof(fc.constant(0), few) });

  /** The same in the words of the law, counted one by one in shares of a hundred. */
  function dumb({ own, sent, waiting, held }: Deletions): boolean {
    if (waiting < 1) return false;
    if (held >= 1) return true;
    const deleted = sent + waiting + held;
    const standby = own + deleted;
    const reachesShare = (deleted * 100) / standby >= 25;
    const isAll = deleted === standby;
    return (reachesShare && deleted > 20) || (isAll && deleted > 20);
  }

  test("agrees with what the law says", () => {
    fc.assert(
      fc.property(anything, (found) => {
        expect(mustHold(found)).toBe(dumb(found));
      }),
      { numRuns: 5_000 },
    );
  });

  test("asks for no more items of its own than it takes to decide", () => {
    fc.assert(
      fc.property(anything, (found) => {
        const counted = { ...found, own: Math.min(found.own, enoughOwn(found)) };
        expect(mustHold(counted)).toBe(mustHold(found));
      }),
    );
  });

  test("one more deletion never lets go what was held", () => {
    fc.assert(
      fc.property(anything, (found) => {
        const more = { ...found, own: Math.max(0, found.own - 1), waiting: found.waiting + 1 };
        expect(countsOf(more)).toBe(countsOf(found) + 1);
        if (mustHold(found)) expect(mustHold(more)).toBe(true);
      }),
    );
  });
});
