import type { ToldTrashItem, TrashFilter } from "#components/trash/told-trash.ts";
import type { Context } from "#lib/auth/context.ts";
import { getTrash } from "#lib/commands/get-trash.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { isProblem } from "#lib/domain/problem.ts";

/** What was found, or why nothing could be. */
export type FoundTrash = {
  readonly items: readonly ToldTrashItem[];
  readonly isCut: boolean;
  readonly problem: string | null;
};

/** What of a pool is in the trash, by a filter as it stands in the address. */
export async function readTrash(ctx: Context, pool: PoolFqdn, filter: TrashFilter): Promise<FoundTrash> {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
  try {
    const { TrashItems, IsCut, Next } = await getTrash(ctx, { ...given, pool });
    return { items: TrashItems, isCut: IsCut || Next !== null, problem: null };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    const problem = `${thrown.sentence} ${thrown.hint}`;
    return { items: [], isCut: false, problem };
  }
}
