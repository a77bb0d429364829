import { expect, test } from "vitest";
import type { Seen } from "#lib/ports/history.ts";
import { MINUTE, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport } from "#lib/testkit/evidence.ts";
import { openTempLedger } from "#lib/testkit/temp-ledger.ts";
import { observed } from "./observed-ledger.ts";

test("what the ledger cannot take is owed, a small chart once a lane however often it was told", async () => {
  const { ledger, remove } = await openTempLedger();
  let isFull = true;
  const took: (Seen | undefined)[] = [];
  const { say } = observed({
    ledger: {
      ...ledger.engine,
      say: async ({ seen }) => {
        if (isFull) throw new Error("The disk is full.");
        took.push(seen);
      },
    },
    keeper: ledger.keeper,
    clock: { now: () => NOON, elapsed: () => 0, sleep: async () => {} },
    log: () => {},
  });
  const word = (at: number) => ({
    beat: { runId: "run-1", machine: "fe1", at },
    exports: [anExportReport(at)],
    imports: [],
    runs: [],
  });
  for (let n = 0; n < 120; n++) await expect(say(word(NOON + n * MINUTE))).rejects.toThrow("full");
  isFull = false;
  await say(word(NOON + 120 * MINUTE));
  expect(took[0]?.samples).toHaveLength(121);
  expect(took[0]?.sparks).toHaveLength(1);
  expect(took[0]?.sparks[0]?.points).toHaveLength(24);
  await remove();
});

test("thinning is given a small time every five seconds, by the clock that nobody can set", async () => {
  const { ledger, remove } = await openTempLedger();
  let elapsed = 0;
  const given: number[] = [];
  const { say } = observed({
    ledger: { ...ledger.engine, say: async () => {} },
    keeper: {
      ...ledger.keeper,
      thin: async (_, hasTime) => {
        const began = elapsed;
        while (hasTime()) elapsed += 1;
        given.push(elapsed - began);
      },
    },
    clock: { now: () => NOON, elapsed: () => elapsed, sleep: async () => {} },
    log: (_, { sentence }) => expect.unreachable(String(sentence)),
  });
  const word = { beat: { runId: "run-1", machine: "fe1", at: NOON }, exports: [], imports: [], runs: [] };
  await say(word);
  await say(word);
  elapsed += 5 * SECOND;
  await say(word);
  expect(given).toEqual([25, 25]);
  await remove();
});
