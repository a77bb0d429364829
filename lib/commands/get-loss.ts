import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { lookInto } from "#lib/commands/look-into.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { limit, lossOrder, moduleSelection, PARAMETERS, pageMark, poolFqdn } from "#lib/commands/schemas.ts";
import { listedModules, selectModules } from "#lib/commands/select-modules.ts";
import { readEvidence, statusQuestion } from "#lib/commands/status-question.ts";
import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";
import { exportsAs } from "#lib/domain/cms-role.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { type DirectionLoss, directionLoss } from "#lib/domain/direction-loss.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { LossEntry, LossPage, LossReason } from "#lib/ports/loss-list.ts";

/** So many are told at once unless asked for otherwise. */
const PAGE = 100;

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  order: lossOrder.default("oldest"),
  next: pageMark.optional(),
  limit: limit.default(PAGE),
});

type Order = z.output<typeof lossOrder>;

/** An item that would be lost with its pool, as doors tell it. */
export type LossItemView = {
  readonly BackupModule: ModuleName;
  /** Of a row; null for files and folders. */
  readonly Table: string | null;
  /** The parts of a row's key, or the path. */
  readonly Name: readonly string[];
  readonly Since: string;
  readonly Why: LossReason;
  readonly IsDeletion: boolean;
};

export type LossView = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  /** What the engine said of it last, for all modules. */
  readonly Loss: DirectionLoss;
  /** Read by itself at this moment: what changed since the counts is in it. */
  readonly ReadAt: string;
  readonly Items: readonly LossItemView[];
  /** Asks for the page after this one; null with the last. */
  readonly Next: string | null;
};

/** Get-CsBackupLoss: what would be lost if the pool died now, item by item (A12). */
export async function getLoss(ctx: Context, raw: unknown): Promise<LossView> {
  const { pool, module, order, next, limit: most } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getLoss, pool);
  const heard = await readEvidence(ctx);
  const { topology, configuration, exports } = heard.evidence;
  const partner = backupPoolOf(topology, pool);
  refuseElsewhere(ctx, pool);
  const listed = listedModules(ctx.modules, configuration);
  const asked = statusQuestion(ctx, heard, pool, partner, listed);
  const chosen = selectModules(listed, module).filter(({ name }) =>
    asked.modules.some(({ module: face, exported }) => face.name === name && exportsAs(exported?.role ?? null)),
  );
  const refused = (name: ModuleName) =>
    exports.find(({ lane }) => lane.from === pool && lane.to === partner && lane.module === name)?.partner?.quarantine
      ?.named ?? [];
  const found = await lookInto(() =>
    read(chosen, next ?? null, order, most, (face, after, most) =>
      ctx.lossOf(pool).page({
        module: face.name,
        refused: refused(face.name),
        newestFirst: order === "newest",
        after,
        limit: most,
      }),
    ),
  );
  return {
    PoolFqdn: pool,
    BackupPoolFqdn: partner,
    Loss: directionLoss(asked),
    ReadAt: isoInstant(ctx.clock.now()),
    ...found,
  };
}

type ReadPage = (face: ModuleFace, after: string | null, limit: number) => Promise<LossPage>;

/** The modules' lists as one, by time: a page's mark holds where each of them goes on. */
async function read(
  modules: readonly ModuleFace[],
  mark: string | null,
  order: Order,
  limit: number,
  readPage: ReadPage,
) {
  const marks = marksOf(mark);
  const pages = await Promise.all(
    modules.map(async (face) => ({ face, ...(await readPage(face, marks[face.name] ?? null, limit)) })),
  );
  const all = pages.flatMap(({ face, entries }) => entries.map((entry) => ({ face, entry })));
  all.sort((a, b) => (order === "newest" ? b.entry.since - a.entry.since : a.entry.since - b.entry.since));
  const told = all.slice(0, limit);
  for (const { face, entry } of told) marks[face.name] = entry.mark;
  const hasMore = all.length > limit || pages.some((page) => page.hasMore);
  const Next = hasMore ? Buffer.from(JSON.stringify(marks)).toString("base64url") : null;
  return { Items: told.map(({ face, entry }) => view(face, entry)), Next };
}

const Marks = z.record(z.string(), z.string());

function marksOf(mark: string | null): Record<string, string> {
  if (mark === null) return {};
  try {
    return Marks.parse(JSON.parse(Buffer.from(mark, "base64url").toString()));
  } catch {
    throw new Problem("bad-input", "Next is none that was told.", PARAMETERS.next.hint, PARAMETERS.next.name);
  }
}

function view({ name }: ModuleFace, { table, key, since, why, isDeletion }: LossEntry): LossItemView {
  const isContent = table === CONTENT;
  return {
    BackupModule: name,
    Table: isContent ? null : table,
    Name: isContent ? [key] : partsOf(key),
    Since: isoInstant(since),
    Why: why,
    IsDeletion: isDeletion,
  };
}

function partsOf(key: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) ? parts.map(String) : [key];
  } catch {
    return [key];
  }
}
