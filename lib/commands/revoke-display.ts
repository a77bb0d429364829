import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({ id: text });

/** Shuts a screen out at once; it shows a new code then. */
export async function revokeDisplay(ctx: Context, raw: unknown): Promise<void> {
  requireRole(ctx, NEEDED_ROLE.revokeDisplay);
  const { id } = parse(Input, raw);
  if (await ctx.displays.revoke(id, ctx.actor)) return;
  throw new Problem("unknown-item", "This screen is not let in.", "Reload the page: somebody may have been quicker.");
}
