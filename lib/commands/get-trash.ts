import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { lookInto } from "#lib/commands/look-into.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { moduleSelection, moment, pageMark, poolFqdn, somethingOfName } from "#lib/commands/schemas.ts";
import { listedModules, selectModules } from "#lib/commands/select-modules.ts";
import { endsBeforeItBegins } from "#lib/commands/span-asked.ts";
import { trashId } from "#lib/commands/trash-id.ts";
import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { TrashItem, TrashQuestion } from "#lib/ports/trash.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection.default("All"),
  name: somethingOfName.optional(),
  after: moment.optional(),
  before: moment.optional(),
  ...PAGING,
  next: pageMark.optional(),
});

/** So many of each module are told. */
const MOST = 1_000;
/** A question that finds little ends all the same. */
const MOST_PAGES = 50;

/** Something of a pool that was deleted on its standby and can be had back. */
export type TrashItemView = {
  readonly Id: string;
  readonly BackupModule: ModuleName;
  /** Whose it is. */
  readonly PoolFqdn: PoolFqdn;
  /** In whose trash it lies. */
  readonly HeldBy: PoolFqdn;
  /** Of a row; null for files and folders. */
  readonly Table: string | null;
  readonly Path: string;
  readonly IsFolder: boolean;
  readonly Bytes: number | null;
  readonly DeletedAt: string;
};

/** `Next` asks for those after these. `IsCut`: there is more than all pages tell; narrow the question. */
export type TrashView = {
  readonly TrashItems: readonly TrashItemView[];
  readonly IsCut: boolean;
  readonly Next: string | null;
};

/** Get-CsTrashItem: what was deleted of this pool within seven days, the latest first (DESIGN L10). */
export async function getTrash(ctx: Context, raw: unknown): Promise<TrashView> {
  const { pool, module, name, after, before, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getTrash, pool);
  if (after !== undefined && before !== undefined && after >= before) throw endsBeforeItBegins();
  const holder = backupPoolOf(await ctx.ledger.topology(), pool);
  refuseElsewhere(ctx, holder);
  const modules = selectModules(listedModules(ctx.modules, await ctx.ledger.configuration()), module);
  const question = { home: pool, under: null, text: name ?? null, since: after ?? null, until: before ?? null };
  const found = await lookInto(() => Promise.all(modules.map((face) => take(ctx, holder, face, question))));
  const items = found.flatMap(({ items: some }) => some).sort((a, b) => b.DeletedAt.localeCompare(a.DeletedAt));
  const { page, next } = pageOf(items, ({ Id }) => Id, asked);
  return { TrashItems: page, Next: next, IsCut: found.some(({ isCut }) => isCut) };
}

async function take(ctx: Context, holder: PoolFqdn, face: ModuleFace, asked: Omit<TrashQuestion, "after" | "limit">) {
  const trash = await ctx.trashOf(holder, face.name);
  const items: TrashItemView[] = [];
  let after: string | null = null;
  for (let pages = 0; trash !== null && pages < MOST_PAGES && items.length < MOST; pages += 1) {
    const page = await trash.page({ ...asked, after, limit: MOST - items.length });
    items.push(...page.items.map((item) => view(face, holder, item)));
    after = page.next;
    if (after === null) break;
  }
  return { items, isCut: after !== null };
}

function view(face: ModuleFace, holder: PoolFqdn, item: TrashItem): TrashItemView {
  return {
    Id: trashId(face, item.id),
    BackupModule: face.name,
    PoolFqdn: item.home,
    HeldBy: holder,
    Table: item.table,
    Path: item.path,
    IsFolder: item.isFolder,
    Bytes: item.bytes,
    DeletedAt: isoInstant(item.deletedAt),
  };
}
