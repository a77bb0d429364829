import { notFound } from "next/navigation";
import type { Context } from "#lib/auth/context.ts";
import { getRelationship } from "#lib/commands/get-relationship.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { signedIn } from "../../../session.ts";

/** The pool that a page is about, its partner, and who looks. */
export type PairedPool = { readonly ctx: Context; readonly pool: PoolFqdn; readonly partner: PoolFqdn };

/** The pool in the address; a pool that is unknown, or has no partner that could give anything back, has no such page. */
export async function pairedPool(params: Promise<{ readonly fqdn: string }>): Promise<PairedPool> {
  const { fqdn } = await params;
  const ctx = await signedIn();
  try {
    const { PoolFqdn: pool, BackupPoolFqdn: partner } = await getRelationship(ctx, { pool: decodeURIComponent(fqdn) });
    return { ctx, pool, partner };
  } catch (thrown) {
    if (isProblem(thrown)) notFound();
    throw thrown;
  }
}
