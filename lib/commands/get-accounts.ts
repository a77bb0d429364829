import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type AccountView, accountView } from "#lib/commands/account-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";

/** Get-CsAccount: everybody who may sign in, by name. */
export async function getAccounts(ctx: Context, raw: unknown = {}): Promise<readonly AccountView[]> {
  parse(z.strictObject({}), raw);
  requireRole(ctx, NEEDED_ROLE.getAccounts);
  return (await ctx.accounts.list()).map(accountView);
}
