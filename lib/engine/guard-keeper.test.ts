import { describe, expect, test } from "vitest";
import type { ExportSide } from "#lib/ports/backup-module.ts";
import type { GuardFacts, LaneBook } from "#lib/ports/user-store.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import { GuardKeeper } from "./guard-keeper.ts";

const AT = Date.UTC(2026, 10, 22, 12);

/** A lane with so many deletions, of which the search for renames explains some; tells what it was asked. */
function lane(facts: GuardFacts, own: number, renames = 0) {
  const asked: string[] = [];
  let waiting = facts.waiting;
  const book: Pick<LaneBook, "guardFacts" | "hold"> = {
    guardFacts: async (_module, since) => {
      expect(since).toBe(AT - 24 * 60 * 60_000);
      return { ...facts, waiting };
    },
    hold: async () => {
      asked.push("hold");
      return waiting;
    },
  };
  const side: Pick<ExportSide, "census" | "findRenames"> = {
    findRenames: async () => {
      asked.push("renames");
      waiting -= renames;
    },
    census: async (enough) => {
      asked.push("census");
      return Math.min(own, enough);
    },
  };
  const keeper = new GuardKeeper(LANE, () => {});
  return { asked, check: () => keeper.check({ book: book as LaneBook, side: side as ExportSide }, AT) };
}

describe("the keeper of the guard", () => {
  test.each<[string, GuardFacts, number, number, string[]]>([
    ["asks nothing while nothing waits", { sent: 500, waiting: 0, held: 3 }, 0, 0, []],
    ["asks nothing for a few", { sent: 19, waiting: 1, held: 0 }, 0, 0, []],
    ["lets go what is little of much", { sent: 0, waiting: 30, held: 0 }, 1000, 0, ["renames", "census"]],
    ["lets go what is a rename, without counting", { sent: 0, waiting: 30, held: 0 }, 0, 12, ["renames"]],
    ["lets go when all of it was renamed", { sent: 500, waiting: 30, held: 0 }, 0, 30, ["renames"]],
    ["holds what is much", { sent: 15, waiting: 15, held: 0 }, 60, 0, ["renames", "census", "hold"]],
    [
      "holds what comes to what is held, without counting",
      { sent: 0, waiting: 1, held: 1 },
      999,
      0,
      ["renames", "hold"],
    ],
    ["lets renames go beside what is held", { sent: 0, waiting: 9, held: 1 }, 0, 9, ["renames"]],
  ])("%s", async (_what, facts, own, renames, asked) => {
    const one = lane(facts, own, renames);
    await one.check();
    expect(one.asked).toEqual(asked);
  });
});
