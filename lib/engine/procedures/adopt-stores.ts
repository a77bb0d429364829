import { asFault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { SyncRun } from "#lib/domain/request.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger, RequestWithRuns, StoreIdentity, TopologyLedger } from "#lib/ports/ledger.ts";
import { newestAdoptions } from "./restart-reason.ts";

export type AdoptStores = {
  readonly ledger: Pick<TopologyLedger, "stores" | "adopt" | "adoptionFailed" | "storesMade">;
  readonly requests: Pick<EngineLedger, "openRequests" | "say">;
  readonly clock: Pick<Clock, "now">;
  /** The pools that this engine works for. */
  readonly pools: ReadonlySet<PoolFqdn>;
  /** Makes what stands at the pool's places its stores, of the identity's epoch. Once done, it does nothing more. */
  readonly adopt: (identity: StoreIdentity, request: AdoptedFor) => Promise<void>;
  /** Whether anything there is of the identity's epoch already, or may be. */
  readonly hasBegun: (identity: StoreIdentity) => boolean;
};

/** The request that stores are adopted for; no modules when it has ended since. */
export type AdoptedFor = { readonly requestId: string; readonly modules: RequestWithRuns["request"]["modules"] };

/**
 * Adopts the stores of pools for which a person asked that (DESIGN L9), before any store is opened. The ledger has the new
 * epoch before any store does, so one that was cut off anywhere is finished by the next start. What cannot be adopted ends
 * its request with the reason. While none of its stores was changed they are what they were before; once one was, what is
 * not of the new epoch is lost until a person asks again.
 */
export async function adoptStores(parts: AdoptStores): Promise<void> {
  const { ledger, requests, pools } = parts;
  const open = await requests.openRequests();
  const newest = newestAdoptions(open, pools);
  for (const other of open.filter(({ request }) => request.what === "adopt" && pools.has(request.to))) {
    if (newest.get(other.request.to) === other) continue;
    const isCalledOff = other.request.cancelledAt !== null;
    await end(parts, other, isCalledOff ? CALLED_OFF : failed("A later request adopts the same stores."));
  }
  for (const known of await ledger.stores()) {
    const { pool, adoptedFor, madeAt } = known;
    if (!pools.has(pool)) continue;
    const asked = newest.get(pool);
    if (asked && asked.request.id !== adoptedFor) {
      await adoptOne(parts, await ledger.adopt(pool, asked.request.id), asked, open);
    } else if (madeAt === null && adoptedFor !== null) {
      await adoptOne(parts, known, asked ?? null, open);
    }
  }
}

async function adoptOne(
  parts: AdoptStores,
  identity: StoreIdentity,
  asked: RequestWithRuns | null,
  open: readonly RequestWithRuns[],
): Promise<void> {
  const { adopt, hasBegun, ledger, clock } = parts;
  if (asked) await endRestores(parts, open, asked);
  try {
    await adopt(identity, { requestId: identity.adoptedFor ?? "", modules: asked?.request.modules ?? [] });
  } catch (thrown) {
    const at = clock.now();
    const runs = ended(asked?.runs ?? [], at, failed(`The stores could not be adopted. ${asFault(thrown).message}`));
    await ledger.adoptionFailed(identity, { runs, hasBegun: hasBegun(identity), at });
    return;
  }
  // Without a partner nothing is to come back, and no lane would ever end it.
  if (asked && asked.request.from === asked.request.to) await end(parts, asked, DONE);
  await ledger.storesMade(identity.pool, clock.now());
}

/** One says that what stands there is kept, the other that it is given up: what it gave up by now is, and no more. */
async function endRestores(
  parts: AdoptStores,
  open: readonly RequestWithRuns[],
  asked: RequestWithRuns,
): Promise<void> {
  const { to, modules } = asked.request;
  for (const { request, runs } of open) {
    if (request.what !== "restore" || request.to !== to) continue;
    const some = runs.filter((run) => modules.includes(run.lane.module));
    await end(
      parts,
      { runs: some },
      failed(`The stores of ${to} were adopted meanwhile: what stands there is kept. Ask once more to give it up.`),
    );
  }
}

type Ending = Pick<SyncRun, "end" | "problem">;

const DONE: Ending = { end: "done", problem: null };
const CALLED_OFF: Ending = { end: "cancelled", problem: null };

function failed(problem: string): Ending {
  return { end: "failed", problem };
}

async function end(
  { requests, clock }: AdoptStores,
  { runs }: Pick<RequestWithRuns, "runs">,
  how: Ending,
): Promise<void> {
  await requests.say({ beat: null, exports: [], imports: [], runs: ended(runs, clock.now(), how) });
}

/** Those of the runs that were still open, as they end now. */
function ended(runs: readonly SyncRun[], at: number, how: Ending): readonly SyncRun[] {
  return runs.filter((run) => run.endedAt === null).map((run) => ({ ...run, phase: "done", at, endedAt: at, ...how }));
}
