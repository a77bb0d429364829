import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({ id: text, ...changing });

/** A screen that was shut out. */
export type RevokedDisplayView = { readonly Id: string; readonly Name: string };

/** Revoke-CsDisplay: shuts a screen out at once; it shows a new code then. */
export async function revokeDisplay(ctx: Context, raw: unknown): Promise<RevokedDisplayView | Foreseen> {
  const { id, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.revokeDisplay);
  const display = (await ctx.displays.accepted()).find((one) => one.id === id);
  if (display === undefined) throw gone();
  if (whatIf) return foreseen(`Would shut the screen ${display.name} out: it shows a new code then.`);
  if (!(await ctx.displays.revoke(id, ctx.actor))) throw gone();
  return { Id: id, Name: display.name };
}

function gone(): Problem {
  return new Problem("unknown-item", "This screen is not let in.", "Get-CsDisplay lists those that are.", "Id");
}
