import fc from "fast-check";
import { expect, test } from "vitest";
import { direction, module, pair, partner, seconds, snapshot } from "#lib/testkit/snapshot.ts";
import { aged } from "./ageing.ts";
import { caughtUp, type FeedAnswer, type Kept, snapshotOf } from "./feed.ts";
import { inStep } from "./in-step.ts";
import type { Json } from "./json.ts";
import { patchSince, type Stamped, stamped, whole } from "./stamped.ts";

type Snapshot = ReturnType<typeof snapshot>;
type Direction = ReturnType<typeof direction>;

/** What a lane may tell at one moment, `now` seconds after the start. */
const anyLane = fc.record({
  isSilent: fc.nat(5).map((n) => n === 0),
  seen: fc.integer({ min: 0, max: 5_500 }),
  /** The partner was heard so long before the engine spoke. */
  heard: fc.integer({ min: 0, max: 6_000 }),
  isFinal: fc.boolean(),
  items: fc.nat(2),
  oldest: fc.option(fc.nat(600)),
  refuses: fc.nat(5).map((n) => n === 0),
});
const PAIRS = 3;
const anyMoment = fc.record({
  asks: fc.boolean(),
  lanes: fc.array(anyLane, { minLength: PAIRS * 2, maxLength: PAIRS * 2 }),
});

/** Each moment as the one before left it: who is silent keeps the moments that it had. */
type Memory = { seenAt: string; heardAt: string };

function told(
  lanes: readonly (typeof anyLane extends fc.Arbitrary<infer Lane> ? Lane : never)[],
  at: number,
  memory: Memory[],
): Snapshot {
  const pool = (n: number) => `pool${n}`;
  const row = (n: number, from: number, to: number): Direction => {
    const lane = lanes[n];
    const own = memory[n];
    if (!lane || !own) throw new Error("A lane is missing.");
    if (!lane.isSilent) {
      own.seenAt = [own.seenAt, seconds(at - lane.seen / 1000)].sort()[1] ?? "";
      own.heardAt = [own.heardAt, seconds(at - (lane.seen + lane.heard) / 1000)].sort()[1] ?? "";
    }
    const error = {
      Side: "Export",
      Code: "quarantined",
      Sentence: "No.",
      Path: null,
      FirstAt: seconds(-60),
      Count: 1,
    } as const;
    const told = direction({
      from: pool(from),
      to: pool(to),
      modules: [
        module({
          AsOf: own.seenAt,
          LastFinalAt: lane.isFinal ? own.seenAt : seconds(-60),
          PendingItems: lane.items,
          OldestChangeAt: lane.oldest === null ? null : seconds(-lane.oldest),
          SecondsAtRisk: lane.oldest === null ? 0 : lane.oldest + at,
          LastError: lane.refuses ? { ...error, At: own.heardAt } : null,
        }),
      ],
      partners: [partner({ AsOf: own.heardAt })],
    });
    return { ...told, Loss: { ...told.Loss, AsOf: own.seenAt }, Status: { ...told.Status, AsOf: own.seenAt } };
  };
  const pairs = Array.from({ length: PAIRS }, (_, n) =>
    pair(row(2 * n, 2 * n, 2 * n + 1), row(2 * n + 1, 2 * n + 1, 2 * n)),
  );
  return { ...snapshot(...pairs), Now: seconds(at) };
}

const MOMENTS = ["AsOf", "LastFinalAt", "At"];

/** The same, or for a moment an honest one: not younger, and older by no more than what is in step may be. */
function expectHonest(shown: unknown, truth: unknown, field = ""): void {
  if (MOMENTS.includes(field) && typeof shown === "string" && typeof truth === "string") {
    const olderMs = Date.parse(truth) - Date.parse(shown);
    expect(olderMs, field).toBeGreaterThanOrEqual(0);
    expect(olderMs, field).toBeLessThanOrEqual(7_100);
  } else if (typeof truth === "object" && truth !== null) {
    expect(Object.keys(Object(shown)).sort(), field).toEqual(Object.keys(truth).sort());
    for (const [name, part] of Object.entries(truth)) expectHonest(Reflect.get(Object(shown), name), part, name);
  } else expect(shown, field).toEqual(truth);
}

test("whoever asks, however rarely, sees what is: every value exactly, and no evidence younger than it is", () => {
  fc.assert(
    fc.property(fc.array(anyMoment, { minLength: 2, maxLength: 8 }), (moments) => {
      const memory = Array.from({ length: PAIRS * 2 }, () => ({ seenAt: seconds(-10), heardAt: seconds(-10) }));
      let tree: Stamped | null = null;
      let kept: Kept | null = null;
      let seq = 0;
      for (const [place, { asks, lanes }] of moments.entries()) {
        const truth = told(lanes, place * 5, memory);
        const { Now, ...view } = truth;
        const shared = inStep(view, Now);
        tree = stamped(shared.told as unknown as Json, place + 1, tree);
        if (!asks) continue;
        const changes = kept === null ? null : patchSince(tree, seq);
        const answer: FeedAnswer = {
          Seq: String(place + 1),
          Now,
          AgeMs: 0,
          ...shared.moments,
          ...(kept === null ? { Whole: whole(tree) } : {}),
          ...(changes === null ? {} : { Changes: changes }),
        };
        kept = caughtUp(kept, JSON.parse(JSON.stringify(answer)));
        seq = place + 1;
        expectHonest(aged(snapshotOf<Snapshot>(kept), 0), aged(truth, 0));
      }
    }),
    { numRuns: 100 },
  );
});

test("a lane that stands still keeps its own moment, and pulls nobody down with it", () => {
  const [still, fresh] = [seconds(-12), seconds(-1)];
  const one = (from: string, to: string, AsOf: string) =>
    direction({ from, to, modules: [module({ AsOf })], partners: [partner({ AsOf })] });
  const { Now, ...view } = snapshot(pair(one("pool1", "pool2", still), one("pool2", "pool1", fresh)));
  const { told: marked, moments } = inStep(view, Now);
  expect(moments).toEqual({ SeenAt: fresh, HeardAt: fresh });
  const shown = snapshotOf<Snapshot>({ Seq: "1", Now, ...moments, told: marked as unknown as Json });
  expect(shown.Pairs[0]?.Directions.map(({ Status }) => Status.BackupModules[0]?.AsOf)).toEqual([still, fresh]);
});

test("what is too old to be believed makes nothing else seem judged already: that ends 15 s after it was seen", () => {
  const one = (from: string, to: string, ago: number) =>
    direction({
      from,
      to,
      modules: [module({ AsOf: seconds(-ago) })],
      partners: [partner({ AsOf: seconds(-ago) })],
    });
  const { Now, ...view } = snapshot(pair(one("pool1", "pool2", 13), one("pool2", "pool1", 16)));
  const { told: marked, moments } = inStep(view, Now);
  const shown = snapshotOf<Snapshot>({ Seq: "1", Now, ...moments, told: marked as unknown as Json });
  const later = aged(shown, 3_000).Pairs[0]?.Directions[0];
  expect(later?.Status.BackupModules[0]?.ExportStatus).toBe("Unknown");
  expect(later?.PartnerImports[0]?.ImportStatus).toBe("Unknown");
});

test("changes without anything to change are refused", () => {
  expect(() =>
    caughtUp(null, { Seq: "1", Now: seconds(0), AgeMs: 0, SeenAt: null, HeardAt: null, Changes: { $: {} } }),
  ).toThrow("whole");
});
