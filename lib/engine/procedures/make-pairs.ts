import { asFault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Pairing } from "#lib/domain/pool-record.ts";
import type { SyncRequest, SyncRun } from "#lib/domain/request.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger, RequestWithRuns } from "#lib/ports/ledger.ts";
import type { Log } from "../lane-parts.ts";

export type MakePairs = {
  readonly ledger: Pick<EngineLedger, "topology" | "pairings" | "openRequests" | "say">;
  readonly clock: Pick<Clock, "now">;
  /** The pools that this engine works for. */
  readonly pools: ReadonlySet<PoolFqdn>;
  /** Makes the stores of a pool fit for its pair, or for none; once done, it does nothing more. Faults with "store-lost". */
  readonly prepare: (pool: PoolFqdn, pairing: Pairing | null) => void;
  readonly log: Log;
};

/**
 * At the engine's start: makes the stores of every pool fit for the pair that the ledger says it is in, and ends what was asked
 * of pairs that are no more. One that was cut off anywhere is finished by the next start. Stores that are lost stay as they
 * are: their lanes say so, and an adoption leads here again (DOMAIN 10 no. 23).
 */
export async function makePairs({ ledger, clock, pools, prepare, log }: MakePairs): Promise<void> {
  // Before the pairs: what is asked of a pair that is made from now on, while stores are made fit, is no orphan.
  const open = await ledger.openRequests();
  const pairings = await ledger.pairings();
  for (const pool of (await ledger.topology()).pools.filter((one) => pools.has(one))) {
    try {
      prepare(pool, pairings.find((one) => one.pool === pool) ?? null);
    } catch (thrown) {
      const { code, message, path } = asFault(thrown);
      log("a pool's stores could not be made fit for its pair", { pool, code, path, sentence: message });
    }
  }
  const isOrphan = ({ request }: RequestWithRuns) => pools.has(request.from) && !isOfPair(pairings, request);
  const runs = open.filter(isOrphan).flatMap((one) => ended(one, clock.now()));
  if (runs.length > 0) await ledger.say({ beat: null, exports: [], imports: [], runs });
}

/** What a pool is asked of itself needs no partner. */
function isOfPair(pairings: readonly Pairing[], { from, to }: SyncRequest): boolean {
  return from === to || pairings.some((one) => one.pool === from && one.partner === to);
}

function ended({ runs }: RequestWithRuns, at: number): readonly SyncRun[] {
  const problem = "The two pools are no pair any more.";
  return runs
    .filter((run) => run.endedAt === null)
    .map((run) => ({ ...run, phase: "done", at, endedAt: at, end: "cancelled", problem }));
}
