import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type AccountWithLink, accountProblem, accountView, refuseUnknown } from "#lib/commands/account-view.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, flag, knownAccount, reach, role, truth } from "#lib/commands/schemas.ts";
import { tokensShut } from "#lib/commands/tokens-shut.ts";
import type { AccountChange } from "#lib/domain/account.ts";
import { Problem } from "#lib/domain/problem.ts";
import { reachText } from "#lib/domain/reach.ts";

export const Input = z.strictObject({
  account: knownAccount,
  role: role.optional(),
  pools: reach.optional(),
  disabled: truth.optional(),
  newLink: flag.default(false),
  resetTwoFactor: flag.default(false),
  ...changing,
});

/**
 * Set-CsAccount: another role, disabled or enabled again, a new sign-in link in the place of a password that was
 * forgotten, or no code any more for who lost the app.
 * Whatever it is, who is signed in to the account is signed out at once.
 */
export async function setAccount(ctx: Context, raw: unknown): Promise<AccountWithLink | Foreseen> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.setAccount);
  requireConfirmed(ctx, "way-in", asked.whatIf);
  const change: AccountChange = {
    ...(asked.role === undefined ? {} : { role: asked.role }),
    ...(asked.pools === undefined ? {} : { pools: asked.pools }),
    ...(asked.resetTwoFactor ? { forgetTwoFactor: true } : {}),
    ...(asked.disabled === undefined ? {} : { isDisabled: asked.disabled }),
  };
  await refuseUnknown(ctx, asked.pools ?? "all");
  const isChange = Object.keys(change).length > 0;
  if (!isChange && !asked.newLink) throw nothing();
  if (asked.whatIf) {
    const shut = await tokensShut(ctx, asked.account, change);
    return foreseen(`${effect(asked.account, change, asked.newLink)}${shut}`);
  }
  const changed = isChange ? await ctx.accounts.change(asked.account, change, ctx.actor) : null;
  if (typeof changed === "string") throw accountProblem(asked.account, changed);
  const renewed = asked.newLink ? await ctx.accounts.renew(asked.account, ctx.actor) : null;
  if (typeof renewed === "string") throw accountProblem(asked.account, renewed);
  const account = renewed?.account ?? changed;
  if (account === null) throw nothing();
  return { ...accountView(account), SignInPath: renewed?.signInPath ?? null };
}

function nothing(): Problem {
  return new Problem(
    "bad-input",
    "Nothing was given that would change.",
    "Give -Role, -Pools, -Disabled, -NewLink or -ResetTwoFactor.",
  );
}

function effect(
  name: string,
  { role: given, pools, isDisabled, forgetTwoFactor }: AccountChange,
  newLink: boolean,
): string {
  const words = [
    ...(given === undefined ? [] : [`give ${name} the role ${given}`]),
    ...(pools === undefined ? [] : [`let ${name} act on ${reachText(pools)}`]),
    ...(isDisabled === undefined ? [] : [`${isDisabled ? "disable" : "enable"} ${name}`]),
    ...(forgetTwoFactor ? [`ask ${name} for no code any more`] : []),
    ...(newLink ? [`forget the password of ${name} and make a link that signs in once`] : []),
  ];
  return `Would ${words.join(", ")}, and sign ${name} out everywhere.`;
}
