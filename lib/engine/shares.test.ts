import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { cycleLimit } from "#lib/domain/limits.ts";
import { reservedBatches } from "./shares.ts";

const limit = (maxBatchesPerUserStoreSync: number, percentage: number) =>
  cycleLimit(
    { kind: "rows", category: "UserData" },
    {
      ...DEFAULT_CONFIGURATION,
      maxBatchesPerUserStoreSync,
      maxHighPriQueuePercentagePerUserStoreSync: percentage,
    },
  );

/** A window with `high` and `normal` batches waiting: what goes, when each package takes all that it may. */
function share(batches: number, percentage: number, high: number, normal: number) {
  const sent = { high: 0, normal: 0 };
  for (;;) {
    const room = batches - sent.high - sent.normal;
    const reserved = reservedBatches(limit(batches, percentage), sent);
    const highLeft = high - sent.high;
    const normalLeft = normal - sent.normal;
    const takesHigh = Math.min(highLeft, Math.max(0, room - (normalLeft > 0 ? reserved.normal : 0)));
    const keepsHigh = highLeft - takesHigh > 0 ? Math.max(0, reserved.high - takesHigh) : 0;
    const takesNormal = Math.min(normalLeft, Math.max(0, room - takesHigh - keepsHigh));
    if (takesHigh + takesNormal === 0) return sent;
    sent.high += takesHigh;
    sent.normal += takesNormal;
  }
}

describe("the share of the high-priority queue (D8)", () => {
  test.each([
    ["half and half", 500, 50, 1000, 1000, 250, 250],
    ["all of it leaves one batch for the other", 500, 100, 1000, 1000, 499, 1],
    ["nothing of it still is one batch", 500, 0, 1000, 1000, 1, 499],
    ["what the high queue leaves spills over", 500, 50, 10, 1000, 10, 490],
    ["what the normal queue leaves spills over", 500, 50, 1000, 10, 490, 10],
    ["two batches are one each", 2, 100, 5, 5, 1, 1],
    ["one batch is whose share it is", 1, 50, 5, 5, 1, 0],
    ["one batch without a share is the normal queue's", 1, 0, 5, 5, 0, 1],
    ["one batch is the other's when the first has nothing", 1, 100, 0, 5, 0, 1],
  ])("%s", (_sentence, batches, percentage, high, normal, sentHigh, sentNormal) => {
    expect(share(batches, percentage, high, normal)).toEqual({ high: sentHigh, normal: sentNormal });
  });

  test("no queue starves, nothing is left unused, and the limit holds (DOMAIN 10 no. 15)", () => {
    const many = fc.nat({ max: 1200 });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 600 }),
        fc.nat({ max: 100 }),
        many,
        many,
        (batches, share100, high, normal) => {
          const sent = share(batches, share100, high, normal);
          expect(sent.high + sent.normal).toBe(Math.min(batches, high + normal));
          if (high > 0) expect(sent.high).toBeGreaterThan(0);
          if (normal > 0) expect(sent.normal).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
