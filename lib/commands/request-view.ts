import { runView } from "#lib/commands/run-view.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type { SyncRun } from "#lib/domain/request.ts";
import type { RequestState, RequestView } from "#lib/domain/request-view.ts";
import type { RequestWithRuns } from "#lib/ports/ledger.ts";

export type { RequestView };

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
