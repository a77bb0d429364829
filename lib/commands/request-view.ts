import { type RunView, runView } from "#lib/commands/run-view.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RequestKind, SyncRun } from "#lib/domain/request.ts";
import type { RequestWithRuns } from "#lib/ports/ledger.ts";

/** Accepted: not taken up yet. Sent: all of it is on its way. Done: the partner is known to have it. */
export type RequestState = "Accepted" | "Running" | "Sent" | "Done" | "Cancelled" | "Failed";

/** A request as doors tell it. */
export type RequestView = {
  readonly Id: string;
  readonly What: RequestKind;
  /** The data goes from this pool ... */
  readonly PoolFqdn: PoolFqdn;
  /** ... to this one. */
  readonly BackupPoolFqdn: PoolFqdn;
  readonly State: RequestState;
  readonly RequestedBy: string;
  readonly RequestedAt: string;
  /** When somebody asked to end it. */
  readonly CancelledAt: string | null;
  readonly Modules: readonly RunView[];
};

/** A request and its parts as doors tell them. */
export function requestView({ request, runs }: RequestWithRuns): RequestView {
  return {
    Id: request.id,
    What: request.what,
    PoolFqdn: request.from,
    BackupPoolFqdn: request.to,
    State: requestState(runs),
    RequestedBy: request.by,
    RequestedAt: isoInstant(request.at),
    CancelledAt: isoOrNull(request.cancelledAt),
    Modules: runs.map(runView),
  };
}

/** The whole is as good as its worst part. */
function requestState(runs: readonly SyncRun[]): RequestState {
  if (runs.every((run) => run.endedAt !== null)) return endState(runs);
  if (runs.every((run) => run.phase === "sent" || run.phase === "done")) return "Sent";
  return runs.every((run) => run.phase === "accepted") ? "Accepted" : "Running";
}

function endState(runs: readonly SyncRun[]): RequestState {
  if (runs.some((run) => run.end === "failed")) return "Failed";
  return runs.some((run) => run.end === "cancelled") ? "Cancelled" : "Done";
}
