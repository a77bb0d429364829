import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type AccountWithLink, accountView, refuseUnknown } from "#lib/commands/account-view.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { reserved } from "#lib/commands/reserved.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { accountName, changing, reach, role } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { reachText } from "#lib/domain/reach.ts";
import { isReserved } from "#lib/domain/reserved-name.ts";

export const Input = z.strictObject({ account: accountName, role, pools: reach.default("all"), ...changing });

/** New-CsAccount: no password is made or sent; its owner sets one after a sign-in by the link that is told here, once. */
export async function newAccount(ctx: Context, raw: unknown): Promise<AccountWithLink | Foreseen> {
  const { account, role: given, pools, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.newAccount);
  requireConfirmed(ctx, "way-in", whatIf);
  if (isReserved(account)) throw reserved(account, "Identity");
  await refuseUnknown(ctx, pools);
  if (whatIf) {
    if ((await ctx.accounts.list()).some(({ name }) => name === account)) throw taken(account);
    return foreseen(
      `Would make the account ${account} with the role ${given} for ${reachText(pools)}, and a link that signs in once.`,
    );
  }
  const made = await ctx.accounts.make({ name: account, role: given, pools }, ctx.actor);
  if (made === null) throw taken(account);
  return { ...accountView(made.account), SignInPath: made.signInPath };
}

function taken(name: string): Problem {
  return new Problem("account-exists", `There is an account ${name} already.`, "Choose another name.", "Identity");
}
