import { expect, test } from "vitest";
import type { Pairing } from "#lib/domain/pool-record.ts";
import type { RequestWithRuns } from "#lib/ports/ledger.ts";
import { NOON } from "#lib/testkit/builders.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { makePairs } from "./make-pairs.ts";

const asked = { request: { from: POOL_1, to: POOL_2 }, runs: [{ endedAt: null }] } as unknown as RequestWithRuns;

/** A ledger of two pools without a partner, and what was told to it. */
function start(
  prepare: (ledger: { pairings: Pairing[]; open: RequestWithRuns[] }) => void,
  open: RequestWithRuns[] = [],
) {
  const kept = { pairings: [] as Pairing[], open };
  const told: unknown[] = [];
  const ledger = {
    topology: async () => ({ pools: [POOL_1, POOL_2], pairs: [], cmsMaster: POOL_1 }),
    pairings: async () => [...kept.pairings],
    openRequests: async () => [...kept.open],
    say: async ({ runs }: { readonly runs: readonly unknown[] }) => void told.push(...runs),
  } as never;
  const pools = new Set([POOL_1, POOL_2]);
  const done = makePairs({ ledger, clock: { now: () => NOON }, pools, prepare: () => prepare(kept), log: () => {} });
  return done.then(() => told);
}

test("what was asked of a pair that is no more is ended", async () => {
  expect(await start(() => {}, [asked])).toMatchObject([{ end: "cancelled", endedAt: NOON }]);
});

test("what is asked of a pair that is made while stores are made fit goes on", async () => {
  const made = await start((kept) => {
    kept.pairings = [{ pool: POOL_1, partner: POOL_2 } as never, { pool: POOL_2, partner: POOL_1 } as never];
    kept.open = [asked];
  });
  expect(made).toEqual([]);
});
