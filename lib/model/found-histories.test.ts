import { expect, test } from "vitest";
import { play } from "./play.ts";
import type { Side, Step } from "./step.ts";

/* Histories in which the model found something wrong once, as short as they could be made. */

const give = (pool: Side, of: "own" | "partner"): Step => ({
  do: "rows",
  pool,
  acts: [{ act: "move", table: 3, key: 1, value: 0, of }],
});

const FOUND: Readonly<Record<string, readonly Step[]>> = {
  "a row that was given, given back and given again while the first gift was not acknowledged": [
    give(1, "own"),
    { do: "cycle", kind: "rows", from: 1 },
    { do: "die", at: 7, isAfter: true, during: { do: "import", kind: "rows", from: 1 } },
    give(2, "partner"),
    { do: "carry", kind: "rows", from: 2 },
    give(1, "own"),
    { do: "cycle", kind: "rows", from: 1 },
    { do: "import", kind: "rows", from: 1 },
  ],
  "a database that was gone before its importer's first turn": [
    { do: "lose", loss: "user-database", pool: 1 },
    { do: "restart" },
    { do: "round" },
    { do: "import", kind: "rows", from: 2 },
  ],
  "a database that went away under an importer, told by another lane first": [
    { do: "lose", loss: "user-database", pool: 1 },
    { do: "cycle", kind: "rows", from: 1 },
    { do: "round" },
  ],
};

test.each(Object.entries(FOUND))("%s", async (_what, steps) => {
  const history = { starts: "copied", limits: "ample", yields: 1, end: "peace" } as const;
  const seen = await play({ ...history, steps: steps.map((step) => ({ step, asks: true })) });
  expect(seen.get("FinalState")).toBeGreaterThan(0);
});
