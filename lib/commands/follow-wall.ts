import { type Context, requireRole } from "#lib/auth/context.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import type { PairsFeed } from "#lib/ports/pairs-feed.ts";

/** Tells that something changed, by number alone, to who may look at the wall. Returns how to stop it. */
export function followWall(ctx: Context, told: Parameters<PairsFeed["follow"]>[0]): () => void {
  requireRole(ctx, NEEDED_ROLE.followWall);
  return ctx.wall.follow(told);
}
