import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type AccountView, accountProblem, accountView } from "#lib/commands/account-view.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, knownAccount } from "#lib/commands/schemas.ts";
import { tokensShut } from "#lib/commands/tokens-shut.ts";

export const Input = z.strictObject({ account: knownAccount, ...changing });

/**
 * Remove-CsAccount: signed out at once. What was done under the name stays in the audit. Whom the organisation's provider lets in
 * comes back with a new account: only one that is disabled keeps them out, so that one is not removed.
 */
export async function removeAccount(ctx: Context, raw: unknown): Promise<AccountView | Foreseen> {
  const { account, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.removeAccount);
  requireConfirmed(ctx, "for-good", whatIf);
  if (whatIf) return foreseen(`${await effect(ctx, account)}${await tokensShut(ctx, account, null)}`);
  const removed = await ctx.accounts.remove(account, ctx.actor);
  if (typeof removed === "string") throw accountProblem(account, removed);
  return accountView(removed);
}

async function effect(ctx: Context, name: string): Promise<string> {
  const account = (await ctx.accounts.list()).find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (account?.isLocal === false && account.isDisabled) throw accountProblem(name, "keeps-out");
  const words = `Would remove the account ${name} and sign it out everywhere.`;
  return account?.isLocal === false
    ? `${words} The provider may let ${name} in again, with a new account: disable it to keep them out.`
    : words;
}
