import { expect, test } from "vitest";
import { type FUZZED, tryFuzz } from "#lib/testkit/fuzz/try-fuzz.ts";

/* A few cases, always the same; `npm run test:deep -- fuzz` tries many. */

const SEED = 11;
const tries: readonly (readonly [what: (typeof FUZZED)[number], cases: number, outcomes: readonly string[]])[] = [
  ["packages", 40, ["ended", "package-damaged"]],
  ["words", 120, ["heard", "ack-unreadable", "no question", "package-damaged"]],
  ["inventories", 2, ["compared"]],
  ["ledger", 120, ["read", "ledger-damaged"]],
];

test.each(tries)(
  "DOMAIN 10 no. 14: %s that are damaged or lie are refused by name, and nothing comes of them that they do not carry",
  async (what, cases, outcomes) => {
    const { violation, outcomes: seen } = await tryFuzz({ what, cases, seed: SEED });
    expect(violation).toBeNull();
    expect([...seen.keys()]).toEqual(expect.arrayContaining([...outcomes]));
  },
  120_000,
);
