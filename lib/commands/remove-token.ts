import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({ id: text, ...changing });

/** A token that opens nothing any more. */
export type RemovedTokenView = { readonly Id: string; readonly Name: string };

/** Remove-CsToken: from now on nobody comes in by it. One of the service's own is made anew at its next start. */
export async function removeToken(ctx: Context, raw: unknown): Promise<RemovedTokenView | Foreseen> {
  const { id, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.removeToken);
  const token = (await ctx.tokens.all()).find((one) => one.id === id);
  if (token === undefined) throw gone();
  if (whatIf) return foreseen(`Would remove the token ${token.name}: who comes with it is refused at once.`);
  if (!(await ctx.tokens.remove(id, ctx.actor))) throw gone();
  return { Id: id, Name: token.name };
}

function gone(): Problem {
  return new Problem("unknown-item", "There is no token of that id.", "Get-CsToken lists them.", "Id");
}
