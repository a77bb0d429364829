import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { laneAsked } from "#lib/commands/lane-asked.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { lastSeconds, moduleSelection, moment, points, poolFqdn } from "#lib/commands/schemas.ts";
import { spanAsked } from "#lib/commands/span-asked.ts";
import { type Heard, readEvidence, statusQuestion } from "#lib/commands/status-question.ts";
import { wholeSecondsSince } from "#lib/domain/age.ts";
import { findModule } from "#lib/domain/backup-module.ts";
import type { ExportReport } from "#lib/domain/evidence.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { isSameLane, type Lane } from "#lib/domain/lane.ts";
import type { SamplePoint, SamplesView } from "#lib/domain/lane-history.ts";
import type { LaneSample } from "#lib/domain/sample.ts";
import { type ModuleStatus, poolStatus } from "#lib/domain/status.ts";
import type { Span } from "#lib/ports/history.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection,
  after: moment.optional(),
  before: moment.optional(),
  lastSeconds: lastSeconds.optional(),
  points: points.default(500),
});

const USUAL_MS = 6 * 3_600_000;
/** The engine writes what stands still once a minute: until the next it stands as it was. */
const LAST_HOLDS_MS = 70_000;

/** What is known of a copy's backlog over time, the present included; what was not known is a gap (PRODUCT A10). */
export async function getSamples(ctx: Context, raw: unknown): Promise<SamplesView> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getSamples, asked.pool);
  const heard = await readEvidence(ctx);
  const lane = laneAsked(ctx, heard.evidence.topology, asked.pool, asked.module);
  const span = spanAsked(asked, heard.now, USUAL_MS);
  const samples = await ctx.history.samples(lane, span, asked.points - 1);
  const present = presentPoint(ctx, heard, lane, samples.at(-1) ?? null);
  return {
    PoolFqdn: lane.from,
    BackupPoolFqdn: lane.to,
    BackupModule: lane.module,
    From: isoInstant(span.from),
    To: isoInstant(span.to),
    Points: [...samples.map(pointOf), ...(present !== null && isWithin(present, span) ? [present] : [])],
  };
}

function isWithin({ At }: SamplePoint, { from, to }: Span): boolean {
  const at = Date.parse(At);
  return at > from && at <= to;
}

function pointOf(sample: LaneSample): SamplePoint {
  const { pendingItems, pendingBytes, inFlightItems, unackedPackages, riskMs } = sample;
  return {
    Since: isoInstant(sample.at - sample.knownMs),
    At: isoInstant(sample.at),
    PendingItems: pendingItems.last,
    PendingItemsLeast: pendingItems.least,
    PendingItemsMost: pendingItems.most,
    PendingBytes: pendingBytes.last,
    PendingBytesLeast: pendingBytes.least,
    PendingBytesMost: pendingBytes.most,
    UnackedItems: inFlightItems.last,
    UnackedItemsMost: inFlightItems.most,
    UnackedPackages: unackedPackages.last,
    UnackedPackagesMost: unackedPackages.most,
    SecondsAtRisk: seconds(riskMs.last),
    SecondsAtRiskLeast: seconds(riskMs.least),
    SecondsAtRiskMost: seconds(riskMs.most),
    ExportStatus: sample.exportState ?? "Unknown",
    ImportStatus: sample.importState ?? "Unknown",
    ArrivedItems: sample.arrivedItems,
    SentItems: sample.sentItems,
    SentBytes: sample.sentBytes,
    AckedItems: sample.ackedItems,
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** What the status shows now, as the last point; null when it shows nothing, or nothing newer. */
function presentPoint(ctx: Context, heard: Heard, lane: Lane, last: LaneSample | null): SamplePoint | null {
  const report = heard.evidence.exports.find((one) => isSameLane(one.lane, lane)) ?? null;
  const status = statusOf(ctx, heard, lane);
  if (report === null || status === null || status.PendingItems === null || report.at <= (last?.at ?? 0)) return null;
  const { OldestChangeAt } = status;
  const risk = OldestChangeAt === null ? 0 : wholeSecondsSince(Date.parse(OldestChangeAt), report.at);
  const bytes = status.PendingBytes;
  return {
    Since: isoInstant(last !== null && follows(last, report) ? last.at : report.at),
    At: isoInstant(report.at),
    PendingItems: status.PendingItems,
    PendingItemsLeast: status.PendingItems,
    PendingItemsMost: status.PendingItems,
    PendingBytes: bytes,
    PendingBytesLeast: bytes,
    PendingBytesMost: bytes,
    UnackedItems: status.UnackedItems ?? 0,
    UnackedItemsMost: status.UnackedItems ?? 0,
    UnackedPackages: status.UnackedPackages ?? 0,
    UnackedPackagesMost: status.UnackedPackages ?? 0,
    SecondsAtRisk: risk,
    SecondsAtRiskLeast: risk,
    SecondsAtRiskMost: risk,
    ExportStatus: status.ExportStatus,
    ImportStatus: importOf(ctx, heard, lane)?.ImportStatus ?? "Unknown",
    // What happened since the last sample is told with the next.
    ArrivedItems: 0,
    SentItems: 0,
    SentBytes: 0,
    AckedItems: 0,
  };
}

/** The last sample is of this run, and no older than one may be. */
function follows(last: LaneSample, { at, startedAt }: ExportReport): boolean {
  return last.at >= startedAt && at - last.at <= LAST_HOLDS_MS;
}

function statusOf(ctx: Context, heard: Heard, { from, to, module }: Lane): ModuleStatus | null {
  const face = findModule(ctx.modules, module);
  if (face === null || !heard.hearing.fresh) return null;
  return poolStatus(statusQuestion(ctx, heard, from, to, [face])).BackupModules[0] ?? null;
}

/** The lane's import is the partner's own. */
function importOf(ctx: Context, heard: Heard, { from, to, module }: Lane): ModuleStatus | null {
  return statusOf(ctx, heard, { from: to, to: from, module });
}
