import type { Reading } from "#components/live/told.ts";
import type { Direction, Snapshot } from "#components/status/snapshot.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { overallExport } from "#lib/domain/overall-state.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

/** What was asked for on this page: all of a pool's modules or one, and when the server had accepted it. */
export type Asked = {
  readonly pool: PoolFqdn;
  readonly module: ModuleName | "All";
  readonly acceptedAt: Reading | null;
};

/**
 * D16 for the time between a press and the first answer that knows of it: what was asked for is pending, so a state
 * from before the press must not look Steady or Final any more.
 */
export function withAsked(snapshot: Snapshot, all: readonly Asked[], answerAskedAt: Reading | null): Snapshot {
  return all.filter((asked) => !knowsOf(asked, answerAskedAt)).reduce(withOne, snapshot);
}

function withOne(snapshot: Snapshot, asked: Asked): Snapshot {
  const Pairs = snapshot.Pairs.map((pair) => ({
    ...pair,
    Directions: pair.Directions.map((direction) =>
      direction.From === asked.pool ? pending(direction, asked) : direction,
    ),
  }));
  return { ...snapshot, Pairs };
}

/** True when the answer was asked for after the server had accepted the request. */
function knowsOf({ acceptedAt }: Asked, answerAskedAt: Reading | null): boolean {
  return acceptedAt !== null && answerAskedAt !== null && answerAskedAt.steady >= acceptedAt.steady;
}

function pending(direction: Direction, { module: wanted }: Asked): Direction {
  const BackupModules = direction.Status.BackupModules.map((module) =>
    wanted === "All" || wanted === module.Identity ? pendingModule(module) : module,
  );
  const OverallExportStatus = overallExport(BackupModules.map((module) => module.ExportStatus));
  return { ...direction, Status: { ...direction.Status, BackupModules, OverallExportStatus } };
}

function pendingModule(module: ModuleStatus): ModuleStatus {
  return module.ExportStatus === "FinalState" || module.ExportStatus === "SteadyState"
    ? { ...module, ExportStatus: "NonSteadyState", Reason: "request-runs" }
    : module;
}
