import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { entryView } from "#lib/commands/journal-view.ts";
import { refuseUnknown } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { cursor, journalKinds, limit, moduleSelection, moment, poolFqdn } from "#lib/commands/schemas.ts";
import { selectModules } from "#lib/commands/select-modules.ts";
import { spanAsked } from "#lib/commands/span-asked.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { JOURNAL_KINDS } from "#lib/domain/journal-kind.ts";
import type { JournalView } from "#lib/domain/lane-history.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({
  pool: poolFqdn.optional(),
  from: poolFqdn.optional(),
  module: moduleSelection.default("All"),
  kind: journalKinds.default([...JOURNAL_KINDS]),
  after: moment.optional(),
  before: moment.optional(),
  next: cursor.optional(),
  limit: limit.default(50),
});

const USUAL_MS = 2 * 365 * 24 * 3_600_000;

/** Get-CsJournal: who asked, what ran, what failed: one story, the latest first, page by page. */
export async function getJournal(ctx: Context, raw: unknown = {}): Promise<JournalView> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getJournal, asked.pool ?? asked.from);
  const topology = await ctx.ledger.topology();
  for (const [pool, field] of [
    [asked.pool, "PoolFqdn"],
    [asked.from, "FromPoolFqdn"],
  ] as const)
    if (pool !== undefined) refuseUnknown(topology, pool, field);
  const page = await ctx.history.journal({
    ...spanAsked(asked, ctx.clock.now(), USUAL_MS),
    pool: asked.pool ?? null,
    exporter: asked.from ?? null,
    module: moduleOf(ctx, asked.module),
    kinds: asked.kind,
    after: asked.next ?? null,
    limit: asked.limit,
  });
  if (page === null)
    throw new Problem("bad-input", "Next names no entry.", "Give what the page before named as Next.", "Next");
  return { Entries: page.entries.map(entryView), Next: page.next };
}

/** Null for all of them. */
function moduleOf({ modules }: Context, selection: string): ModuleName | null {
  const [module, more] = selectModules(modules, selection);
  return more === undefined ? (module?.name ?? null) : null;
}
