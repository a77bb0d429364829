import { expect, test } from "vitest";
import { tryHistories } from "./try-histories.ts";

const HISTORIES = 200;

test("no history makes the service lie, lose, double or delete what it may not", { timeout: 600_000 }, async () => {
  const { violation, histories, seen } = await tryHistories({ histories: HISTORIES, seed: 20261122 });
  if (violation !== null) throw new Error(violation);
  expect(histories).toBe(HISTORIES);
  // Not for want of being asked: every badge was judged often.
  expect(seen.get("FinalState")).toBeGreaterThan(10 * HISTORIES);
  expect(seen.get("ErrorState")).toBeGreaterThan(HISTORIES);
  expect(seen.get("SteadyState")).toBeGreaterThan(HISTORIES / 2);
  expect(seen.get("NonSteadyState")).toBeGreaterThan(HISTORIES / 10);
});
