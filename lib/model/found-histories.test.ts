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
  "a row that was handed over, taken, and given up with everything else of its new owner": [
    { do: "rows", pool: 1, acts: [{ act: "move", table: 5, key: 0, value: 4, of: "own" }] },
    { do: "ask-for-sync", pool: 1 },
    { do: "restore", pool: 2 },
  ],
  "a pool adopted while the other one waits to be restored from it": [
    { do: "restore", pool: 2 },
    { do: "round" },
    { do: "adopt", pool: 1, beginsAnew: false },
    { do: "carry", kind: "rows", from: 1 },
  ],
  "a link in the way of what comes back with an adoption": [
    { do: "misfortune", what: "database-foreign", pool: 2 },
    {
      do: "files",
      pool: 2,
      acts: [
        { act: "delete", name: 6, to: 1, value: 4 },
        { act: "link", name: 6, to: 5, value: 0 },
      ],
    },
    { do: "carry", kind: "files", from: 1 },
  ],
  "a pool adopted that was given up before, and written to in between": [
    { do: "restore", pool: 2 },
    { do: "adopt", pool: 2, beginsAnew: false },
    { do: "cycle", kind: "files", from: 1 },
    { do: "import", kind: "files", from: 1 },
    { do: "files", pool: 2, acts: [{ act: "write", name: 0, to: 0, value: 3 }] },
  ],
  "a pool adopted while a program writes into its database": [
    { do: "begin", pool: 2, acts: [{ act: "rekey", table: 0, key: 1, value: 3, of: "own" }] },
    { do: "adopt", pool: 2, beginsAnew: true },
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
  "a file out of the trash whose place a folder took, and that comes while its pool is being restored": [
    { do: "files", pool: 1, acts: [{ act: "swap-kind", name: 0, to: 9, value: 1 }] },
    { do: "cycle", kind: "files", from: 1 },
    { do: "import", kind: "files", from: 1 },
    { do: "restore", pool: 1 },
    { do: "from-trash", kind: "files", pool: 1, which: 5 },
  ],
  "a database that went away after it was to be adopted, and before the engine began anew": [
    { do: "adopt", pool: 1, beginsAnew: false },
    { do: "lose", loss: "user-database", pool: 1 },
    { do: "restart" },
  ],
  "a standby that lost its marker after its pool was to be adopted, and before that was done": [
    { do: "adopt", pool: 2, beginsAnew: false },
    { do: "lose", loss: "standby-content", pool: 2 },
    { do: "carry", kind: "files", from: 1 },
    { do: "carry", kind: "files", from: 1 },
  ],
  "content that a sync brings home, while all of its pool is given up": [
    { do: "misfortune", what: "foreign-content", pool: 1 },
    { do: "ask-for-sync", pool: 2 },
    { do: "restore", pool: 1 },
  ],
  "a row that its owner makes anew and deletes at once, while what was lost comes home": [
    { do: "misfortune", what: "database-and-root", pool: 1 },
    { do: "adopt", pool: 1, beginsAnew: true },
    {
      do: "rows",
      pool: 1,
      acts: [
        { act: "upsert", table: 1, key: 0, value: 2, of: "own" },
        { act: "delete-some", table: 1, key: 1, value: 1, of: "own" },
      ],
    },
  ],
};

async function playAt(pair: 1 | 2, steps: readonly Step[]): Promise<void> {
  const history = { starts: "copied", limits: "ample", yields: 1, end: "peace", pairs: pair } as const;
  const { judged } = await play({
    ...history,
    steps: steps.map((step) => ({ step, asks: true, isElsewhere: pair === 2 })),
  });
  expect(judged.FinalState).toBeGreaterThan(0);
}

test.each(Object.entries(FOUND))("%s", (_what, steps) => playAt(1, steps));

test("a program's database that is taken away for good, and another one in its place", () =>
  playAt(2, [
    { do: "lose", loss: "user-database", pool: 2 },
    { do: "adopt", pool: 2, beginsAnew: true },
    { do: "rows", pool: 2, acts: [{ act: "delete", table: 4, key: 35, value: 1, of: "own" }] },
  ]));
