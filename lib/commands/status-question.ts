import type { Context } from "#lib/auth/context.ts";
import { indexOf } from "#lib/commands/evidence-index.ts";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { type Hearing, hear } from "#lib/domain/hearing.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cycleLimit } from "#lib/domain/limits.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { StatusQuestion } from "#lib/domain/status.ts";
import type { DoorLedger, Evidence } from "#lib/ports/ledger.ts";

/** Two clocks that differ by less were not set apart: reading them takes its time. */
const SAME_CLOCK_MS = 5_000;

/** All that states are computed from, read at one moment, and the engine as it is heard now. */
export type Heard = {
  readonly evidence: Evidence;
  readonly hearing: Hearing;
  /** The moment by the clock of the engine that wrote the evidence; the server's while no engine is heard. */
  readonly now: Instant;
  /** The moment as people are told it. */
  readonly toldAt: Instant;
};

/**
 * Reads the evidence and hears the engine by it. The engine is asked *after* the read: what ended meanwhile is not believed.
 * While it is heard, ages are counted by its own clock, from its beat on: a clock that was set since is none of their business.
 */
export async function readEvidence(
  ctx: Pick<Context, "engine" | "ear" | "clock"> & { readonly ledger: Pick<DoorLedger, "evidence"> },
): Promise<Heard> {
  const asked = ctx.ear.ask();
  const evidence = await ctx.ledger.evidence();
  const silentMs = ctx.ear.hear(evidence.beat, asked);
  const hearing = hear(evidence.beat, ctx.engine.now(), silentMs);
  const server = ctx.clock.now();
  if (!hearing.fresh || hearing.heardAt === null) return { evidence, hearing, now: server, toldAt: server };
  const now = hearing.heardAt + silentMs;
  return { evidence, hearing, now, toldAt: Math.abs(server - now) <= SAME_CLOCK_MS ? server : now };
}

/** Everything that the status of `pool` is computed from, for the modules asked for. */
export function statusQuestion(
  ctx: Pick<Context, "pools">,
  { evidence, hearing, now }: Heard,
  pool: PoolFqdn,
  partner: PoolFqdn,
  modules: readonly ModuleFace[],
): StatusQuestion {
  return {
    hearing,
    now,
    pool,
    partner,
    isHere: ctx.pools.has(pool),
    isPartnerHere: ctx.pools.has(partner),
    beat: evidence.beat,
    intervalMs: evidence.configuration.syncInterval,
    modules: modules.map((module) => laneEvidence(evidence, module, pool, partner)),
  };
}

function laneEvidence(evidence: Evidence, module: ModuleFace, pool: PoolFqdn, partner: PoolFqdn) {
  const out = { from: pool, to: partner, module: module.name };
  const into = { from: partner, to: pool, module: module.name };
  const index = indexOf(evidence);
  return {
    module,
    exported: index.exported(out),
    imported: index.imported(into),
    runs: index.openRuns(out),
    returning: index.openRuns(into),
    limit: cycleLimit(module, evidence.configuration),
  };
}
