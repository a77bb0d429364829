import type { LossAsked, ToldLossItem } from "#components/loss/told-loss.ts";
import type { Context } from "#lib/auth/context.ts";
import { getLoss } from "#lib/commands/get-loss.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { isProblem } from "#lib/domain/problem.ts";

/** What was found, or why nothing could be. */
export type FoundLoss = {
  readonly items: readonly ToldLossItem[];
  readonly next: string | null;
  readonly readAt: string | null;
  readonly problem: string | null;
};

/** One page of what would be lost with a pool. */
export async function readLoss(ctx: Context, pool: PoolFqdn, { order, page }: LossAsked): Promise<FoundLoss> {
  try {
    const { Items, Next, ReadAt } = await getLoss(ctx, { pool, order, ...(page !== "" && { next: page }) });
    return { items: Items, next: Next, readAt: ReadAt, problem: null };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    const problem = `${thrown.sentence} ${thrown.hint}`;
    return { items: [], next: null, readAt: null, problem };
  }
}
