import { type Context, requireRole } from "#lib/auth/context.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import type { PairsFeed } from "#lib/ports/pairs-feed.ts";

/** Tells that something changed, by number alone: what it was, who is told asks for. Returns how to stop it. */
export function followChanges(ctx: Context, told: Parameters<PairsFeed["follow"]>[0]): () => void {
  requireRole(ctx, NEEDED_ROLE.followChanges);
  return ctx.feed.follow(told);
}
