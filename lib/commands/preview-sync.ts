import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { exportLanes } from "#lib/commands/lanes-asked.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { moduleSelection, poolFqdn } from "#lib/commands/schemas.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { ExportReport } from "#lib/domain/evidence.ts";
import { isoOrNull } from "#lib/domain/instant.ts";
import { isSameLane, type Lane } from "#lib/domain/lane.ts";
import { knownBacklog } from "#lib/domain/lane-state.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RequestKind, SyncRun } from "#lib/domain/request.ts";
import { paceOf, type TimeRange, timeFor } from "#lib/domain/time-left.ts";
import type { Evidence, RequestWithRuns } from "#lib/ports/ledger.ts";

export const Input = z.strictObject({ pool: poolFqdn, module: moduleSelection.default("All") });

/** What a push of one module would carry, as far as it is known before the two sides are compared. */
export type PreviewedModule = {
  readonly Identity: ModuleName;
  /** Null while the engine has not counted, or the partner may lack what nobody has counted. */
  readonly PendingItems: number | null;
  readonly PendingBytes: number | null;
  /** The moment of the counts. */
  readonly AsOf: string | null;
  /** How long sending them takes by the last run that was measured; null where none was. */
  readonly SecondsAtLeast: number | null;
  readonly SecondsAtMost: number | null;
};

export type SyncPreview = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly Modules: readonly PreviewedModule[];
  /** What runs in this direction already. */
  readonly Running: readonly {
    readonly Id: string;
    readonly What: RequestKind;
    readonly Modules: readonly ModuleName[];
  }[];
};

/** What Invoke-CsBackupServiceSync would do, in figures. Leaves no trace. */
export async function previewSync(ctx: Context, raw: unknown): Promise<SyncPreview> {
  const { pool, module } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.previewSync, pool);
  const { from, to, modules } = await exportLanes(ctx, pool, { module });
  const evidence = await ctx.ledger.evidence();
  const open = evidence.requests.filter(
    ({ request, runs }) => request.from === from && request.to === to && runs.some((run) => run.endedAt === null),
  );
  return {
    PoolFqdn: from,
    BackupPoolFqdn: to,
    Modules: modules.map((name) => previewed(evidence, { from, to, module: name })),
    Running: open.map(running),
  };
}

function previewed({ exports, requests }: Evidence, lane: Lane): PreviewedModule {
  const report = exports.find((one) => isSameLane(one.lane, lane)) ?? null;
  const runs = requests.flatMap((one) => one.runs).filter((run) => isSameLane(run.lane, lane));
  const counted = knownBacklog(report, runs);
  const time = counted && timeOf(counted, lastMeasured(requests, lane));
  return {
    Identity: lane.module,
    PendingItems: counted?.pendingItems ?? null,
    PendingBytes: counted?.pendingBytes ?? null,
    AsOf: isoOrNull(counted?.countedAt ?? null),
    SecondsAtLeast: time && Math.floor(time.atLeastMs / 1000),
    SecondsAtMost: time && Math.ceil(time.atMostMs / 1000),
  };
}

function timeOf({ pendingItems, pendingBytes }: ExportReport, measured: SyncRun | null): TimeRange | null {
  return measured && timeFor({ items: pendingItems, bytes: pendingBytes }, paceOf(measured));
}

/** The last run of the copy that ended and carried enough to be measured. */
function lastMeasured(requests: readonly RequestWithRuns[], lane: Lane): SyncRun | null {
  const ended = requests
    .flatMap(({ runs }) => runs)
    .filter((run) => run.endedAt !== null && isSameLane(run.lane, lane));
  const measured = ended.filter((run) => paceOf(run).itemsPerSecond !== null);
  return measured.sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0] ?? null;
}

function running({ request, runs }: RequestWithRuns): SyncPreview["Running"][number] {
  const open = runs.filter((run) => run.endedAt === null);
  return { Id: request.id, What: request.what, Modules: open.map((run) => run.lane.module) };
}
