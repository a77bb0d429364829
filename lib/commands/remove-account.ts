import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type AccountView, accountProblem, accountView } from "#lib/commands/account-view.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, knownAccount } from "#lib/commands/schemas.ts";
import { tokensShut } from "#lib/commands/tokens-shut.ts";

export const Input = z.strictObject({ account: knownAccount, ...changing });

/** Remove-CsAccount: signed out at once, for good. What was done under the name stays in the audit. */
export async function removeAccount(ctx: Context, raw: unknown): Promise<AccountView | Foreseen> {
  const { account, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.removeAccount);
  requireConfirmed(ctx, whatIf);
  if (whatIf) {
    const shut = await tokensShut(ctx, account, null);
    return foreseen(`Would remove the account ${account} and sign it out everywhere.${shut}`);
  }
  const removed = await ctx.accounts.remove(account, ctx.actor);
  if (typeof removed === "string") throw accountProblem(account, removed);
  return accountView(removed);
}
