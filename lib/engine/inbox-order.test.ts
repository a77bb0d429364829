import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PackageId, PackageRef } from "#lib/domain/package.ts";
import { aPackage, aRef } from "#lib/testkit/builders.ts";
import { type NextPackage, nextPackage, outdated } from "./inbox-order.ts";

const ids = (...names: [epoch: number, seq: number][]) => names.map(([epoch, seq]) => aPackage(epoch, seq));
const takes = (epoch: number, seq: number, previous: PackageRef | null): NextPackage => ({
  is: "next",
  id: aPackage(epoch, seq),
  previous,
});

describe("an importer takes", () => {
  const at42 = aRef(4, 2);
  test.each<[sentence: string, applied: PackageRef | null, published: PackageId[], next: NextPackage]>([
    ["nothing from an empty store", null, [], { is: "none" }],
    ["the first package of all", null, ids([1, 1], [1, 2]), takes(1, 1, null)],
    ["nothing when all that is there is applied", at42, ids([4, 1], [4, 2]), { is: "none" }],
    ["the one that follows, which names the one before it", at42, ids([4, 4], [4, 3]), takes(4, 3, at42)],
    ["nothing before the one that follows: a gap", at42, ids([4, 4]), { is: "gap" }],
    ["no package of an epoch without its first", at42, ids([5, 2]), { is: "gap" }],
    ["nothing at all without a first package", null, ids([3, 2]), { is: "gap" }],
    ["the first of a higher epoch, though there is a gap", at42, ids([4, 4], [5, 1]), takes(5, 1, null)],
    ["the first of a higher epoch rather than the one that follows", at42, ids([4, 3], [5, 1]), takes(5, 1, null)],
    ["the first of the highest epoch, whatever was skipped", at42, ids([5, 1], [9, 1], [7, 1]), takes(9, 1, null)],
    ["the highest number as a number, not as a text", null, ids([9, 1], [10, 1]), takes(10, 1, null)],
    ["nothing of a lower epoch", at42, ids([3, 1], [3, 3], [3, 900]), { is: "none" }],
    ["what follows while a higher epoch has not its first yet", at42, ids([4, 3], [5, 2]), takes(4, 3, at42)],
  ])("%s", (_sentence, applied, published, next) => {
    expect(nextPackage(applied, published)).toEqual(next);
  });
});

const small = fc.integer({ min: 1, max: 5 });
const anyId = fc.tuple(small, small).map(([epoch, seq]) => aPackage(epoch, seq));
const anyPublished = fc.uniqueArray(anyId, { selector: ({ epoch, seq }) => `${epoch}-${seq}`, maxLength: 12 });
const anyApplied = fc.option(
  fc.tuple(small, small).map(([epoch, seq]) => aRef(epoch, seq)),
  { nil: null },
);

/** L3 by trying every number there may be, the most wanted first. */
function twin(applied: PackageRef | null, published: readonly PackageId[]): string {
  const [epoch, seq] = applied ? [Number(applied.epoch), applied.seq] : [0, 0];
  const isThere = (e: number, s: number) => published.some((id) => Number(id.epoch) === e && id.seq === s);
  for (let higher = 9; higher > epoch; higher--) if (isThere(higher, 1)) return `${higher}-1`;
  if (applied && isThere(epoch, seq + 1)) return `${epoch}-${seq + 1}`;
  for (let s = 1; s <= 9; s++) {
    if (s > seq && isThere(epoch, s)) return "gap";
    for (let higher = epoch + 1; higher <= 9; higher++) if (isThere(higher, s)) return "gap";
  }
  return "none";
}

test("the choice agrees with its twin on any position and any packages, in any order", () => {
  fc.assert(
    fc.property(anyApplied, anyPublished, (applied, published) => {
      const next = nextPackage(applied, published);
      expect(next.is === "next" ? `${next.id.epoch}-${next.id.seq}` : next.is).toBe(twin(applied, published));
      expect(nextPackage(applied, published.toReversed())).toEqual(next);
    }),
    { numRuns: 3000 },
  );
});

test("however packages come, go and come again, an import never goes back and never skips (DOMAIN 10 no. 11)", () => {
  const arrivals = fc.array(anyPublished, { maxLength: 30 });
  fc.assert(
    fc.property(arrivals, (stores) => {
      let applied: PackageRef | null = null;
      for (const published of stores) {
        const next = nextPackage(applied, published);
        if (next.is !== "next") continue;
        const { epoch, seq } = next.id;
        const isFollowing: boolean = applied !== null && epoch === applied.epoch && seq === applied.seq + 1;
        const isFirstOfHigher: boolean = seq === 1 && epoch > (applied?.epoch ?? 0);
        expect(isFollowing || isFirstOfHigher).toBe(true);
        expect(next.previous).toEqual(isFollowing ? applied : null);
        applied = aRef(epoch, seq);
      }
    }),
  );
});

describe("packages that can never be applied any more", () => {
  test("are those at or behind the position", () => {
    const published = ids([3, 9], [4, 1], [4, 2], [4, 3], [5, 1]);
    expect(outdated(aRef(4, 2), published)).toEqual(ids([3, 9], [4, 1], [4, 2]));
  });

  test("are none before the first import", () => {
    expect(outdated(null, ids([1, 1]))).toEqual([]);
  });

  test("are never among those that are taken next, now or later", () => {
    fc.assert(
      fc.property(anyApplied, anyPublished, (applied, published) => {
        const gone = outdated(applied, published);
        const kept = published.filter((id) => !gone.includes(id));
        expect(nextPackage(applied, kept)).toEqual(nextPackage(applied, published));
      }),
    );
  });
});
