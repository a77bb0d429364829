import type { ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RunPhase, SyncRun } from "#lib/domain/request.ts";
import type { RequestWithRuns } from "#lib/ports/ledger.ts";

/** Accepted: not taken up yet. Sent: all of it is on its way. Done: the partner is known to have it. */
export type RequestState = "Accepted" | "Running" | "Sent" | "Done";

/** How far one module's part of a request is. The counts are the engine's as of `AsOf`. */
export type RunView = {
  readonly Identity: ModuleName;
  readonly Phase: RunPhase;
  /** Null until the look has counted. */
  readonly TotalItems: number | null;
  readonly AckedItems: number | null;
  readonly InFlightItems: number;
  readonly LeftItems: number;
  /** Of what is left: deletions, which go last. */
  readonly GoneItems: number;
  readonly AsOf: string;
  readonly EndedAt: string | null;
};

/** A request as doors tell it. */
export type RequestView = {
  readonly Id: string;
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly State: RequestState;
  readonly RequestedBy: string;
  readonly RequestedAt: string;
  readonly Modules: readonly RunView[];
};

/** A request and its parts as doors tell them. */
export function requestView({ request, runs }: RequestWithRuns): RequestView {
  return {
    Id: request.id,
    PoolFqdn: request.from,
    BackupPoolFqdn: request.to,
    State: requestState(runs),
    RequestedBy: request.by,
    RequestedAt: isoInstant(request.at),
    Modules: runs.map(runView),
  };
}

function requestState(runs: readonly SyncRun[]): RequestState {
  if (runs.every((run) => run.endedAt !== null)) return "Done";
  if (runs.every((run) => run.phase === "sent" || run.phase === "done")) return "Sent";
  return runs.every((run) => run.phase === "accepted") ? "Accepted" : "Running";
}

function runView(run: SyncRun): RunView {
  return {
    Identity: run.lane.module,
    Phase: run.phase,
    TotalItems: run.totalItems,
    AckedItems: run.totalItems === null ? null : Math.max(0, run.totalItems - run.leftItems - run.inFlightItems),
    InFlightItems: run.inFlightItems,
    LeftItems: run.leftItems,
    GoneItems: run.goneItems,
    AsOf: isoInstant(run.at),
    EndedAt: isoOrNull(run.endedAt),
  };
}
