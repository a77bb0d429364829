import fc from "fast-check";
import { expect, test } from "vitest";
import { COPY_REASONS, copyName, type LedgerCopy, listCopies, spareCopies } from "./copies.ts";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 29, 12);
const copy = (at: number, why: LedgerCopy["why"] = "scheduled"): LedgerCopy => ({ name: copyName(at, why), at, why });

test("a copy is named by its moment and its reason", () => {
  expect(copyName(NOON + 65_400, "before-migration")).toBe("ledger-20261129T120105Z-before-migration.db");
});

test("where there is no folder there is no copy", () => {
  expect(listCopies("/nowhere/copies")).toEqual([]);
});

test("of one every six hours the newest four stay, and the last of each of seven days", () => {
  const copies = Array.from({ length: 4 * 30 }, (_, n) => copy(NOON - n * 6 * HOUR));
  const spare = new Set(spareCopies(copies));
  const kept = copies.filter((one) => !spare.has(one)).map((one) => (NOON - one.at) / HOUR);
  // 12, 6 and 0 o'clock of today, 18 o'clock of each day before
  expect(kept).toEqual([0, 6, 12, 18, 42, 66, 90, 114, 138]);
});

test("however many there are few stay, of every kind its newest ones", () => {
  const any = fc.record({ at: fc.integer({ min: 0, max: NOON }), why: fc.constantFrom(...COPY_REASONS) });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 60 }), (made) => {
      const copies = made.map(({ at, why }) => copy(at, why));
      const spare = new Set(spareCopies(copies));
      const kept = copies.filter((one) => !spare.has(one));
      expect(kept.length).toBeLessThanOrEqual(4 + 7 + 3 * 3);
      for (const why of COPY_REASONS) {
        const newest = Math.max(...copies.filter((one) => one.why === why).map((one) => one.at));
        if (newest >= 0) expect(kept.some((one) => one.why === why && one.at === newest)).toBe(true);
      }
    }),
  );
});
