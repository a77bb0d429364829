import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { partnerIfAny, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { flag, poolFqdn } from "#lib/commands/schemas.ts";
import { listedModules } from "#lib/commands/select-modules.ts";
import { type Heard, readEvidence, statusQuestion } from "#lib/commands/status-question.ts";
import {
  CHECK_TITLES,
  type Check,
  type CheckFault,
  type CheckName,
  type CheckResult,
  worstResult,
} from "#lib/domain/check.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { judgeChecks } from "#lib/domain/judge-checks.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { entriesOf } from "#lib/domain/table.ts";

export const Input = z.strictObject({ pool: poolFqdn, force: flag.optional() });

/** One thing that was looked at. `AtRisk` and `Next` are of the one table; null where it passed. */
export type CheckView = {
  readonly Name: CheckName;
  readonly Title: string;
  readonly Result: CheckResult;
  readonly Code: CheckFault | null;
  readonly Says: string;
  readonly Path: string | null;
  readonly Means: string | null;
  readonly AtRisk: string | null;
  readonly Next: string | null;
  readonly AsOf: string;
};

export type ChecksView = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn | null;
  readonly AsOf: string;
  /** The worst of them. */
  readonly Result: CheckResult;
  readonly Checks: readonly CheckView[];
};

/**
 * Test-CsBackupService, our own: whether a pool's stores, rights, space, clocks and settings are fit for the copy (B9). It is
 * done here and now, beside the engine: the account is the same, and it has to work while no engine does. Of the partner only
 * its word is known (DESIGN L4). It writes a file into BackupStore/Temp and takes it away, so it leaves its audit row.
 */
export async function testService(ctx: Context, raw: unknown): Promise<ChecksView> {
  const { pool } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.testService, pool);
  const partner = partnerIfAny(await ctx.ledger.topology(), pool);
  refuseElsewhere(ctx, pool);
  const [sight, largest] = await Promise.all([ctx.look.look(pool, partner), ctx.look.largestFile(pool)]);
  const heard = await readEvidence(ctx); // after the look: nothing that is told is older than it has to be
  const { configuration } = heard.evidence;
  const modules = listedModules(ctx.modules, configuration);
  const checks = judgeChecks({
    sight,
    largest,
    asked: partner === null ? null : statusQuestion(ctx, heard, pool, partner, modules),
    comingBytes: partner === null || !ctx.pools.has(partner) ? null : waitingBytes(heard, partner, pool),
    configuration,
    now: ctx.clock.now(),
    engine: { isHeard: heard.hearing.fresh, heardAt: heard.hearing.heardAt },
  });
  const Result = worstResult(checks);
  const found = checks.filter(({ result }) => result !== "passed").map(({ name, code }) => `${name} ${code}`);
  const after = { result: Result, found: found.join(", ") };
  await ctx.ledger.note({ action: "check", subject: pool, after }, ctx.actor);
  return {
    PoolFqdn: pool,
    BackupPoolFqdn: partner,
    AsOf: isoInstant(ctx.clock.now()),
    Result,
    Checks: checks.map(view),
  };
}

/** What waits on a pool for its partner, as it last counted. */
function waitingBytes({ evidence, hearing }: Heard, from: PoolFqdn, to: PoolFqdn): number | null {
  const reports = evidence.exports.filter(
    ({ lane, runId }) => lane.from === from && lane.to === to && runId === hearing.runId,
  );
  return reports.length === 0 ? null : reports.reduce((sum, one) => sum + (one.pendingBytes ?? 0), 0);
}

function view({ name, result, code, says, path, at }: Check): CheckView {
  const row = code === null ? undefined : entriesOf(code).find(({ kind }) => kind === "reason" || kind === "check");
  return {
    Name: name,
    Title: CHECK_TITLES[name],
    Result: result,
    Code: code,
    Says: says,
    Path: path === "" ? null : path,
    Means: row?.says ?? null,
    AtRisk: row?.risk ?? null,
    Next: row?.next ?? null,
    AsOf: isoInstant(at),
  };
}
