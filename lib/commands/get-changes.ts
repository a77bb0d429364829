import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import type { FeedAnswer } from "#lib/domain/feed.ts";

export const Input = z.strictObject({ since: text.default("") });

/** What of the pairs changed since a number that an earlier answer had; without one, or for an old one, all of it. */
export async function getChanges(ctx: Context, raw: unknown = {}): Promise<FeedAnswer> {
  const { since } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getChanges);
  return ctx.feed.since(since);
}
