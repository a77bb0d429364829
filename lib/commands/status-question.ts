import type { Context } from "#lib/auth/context.ts";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { hear } from "#lib/domain/lane-state.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { StatusQuestion } from "#lib/domain/status.ts";
import type { Evidence } from "#lib/ports/ledger.ts";

/** The time and the engine as of now. Asked *after* the evidence was read: what ended meanwhile is not believed. */
export function hearEngine(ctx: Pick<Context, "engine" | "clock">, { beat }: Pick<Evidence, "beat">) {
  const now = ctx.clock.now();
  return { now, hearing: hear(beat, ctx.engine.now(), now) };
}

/** Everything that the status of `pool` is computed from, for the modules asked for. */
export function statusQuestion(
  evidence: Evidence,
  heard: ReturnType<typeof hearEngine>,
  pool: PoolFqdn,
  partner: PoolFqdn,
  modules: readonly ModuleFace[],
): StatusQuestion {
  return {
    ...heard,
    pool,
    partner,
    beat: evidence.beat,
    intervalMs: evidence.configuration.syncInterval,
    modules: modules.map((module) => laneEvidence(evidence, module, pool, partner)),
  };
}

function laneEvidence(evidence: Evidence, module: ModuleFace, pool: PoolFqdn, partner: PoolFqdn) {
  const out = { from: pool, to: partner, module: module.name };
  const into = { from: partner, to: pool, module: module.name };
  return {
    module,
    exported: evidence.exports.find((report) => isLane(report.lane, out)) ?? null,
    imported: evidence.imports.find((report) => isLane(report.lane, into)) ?? null,
    runs: evidence.requests
      .flatMap((request) => request.runs)
      .filter((run) => run.endedAt === null && isLane(run.lane, out)),
  };
}

function isLane(a: Lane, b: Lane): boolean {
  return a.from === b.from && a.to === b.to && a.module === b.module;
}
