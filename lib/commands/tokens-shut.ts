import type { Context } from "#lib/auth/context.ts";
import type { AccountChange } from "#lib/domain/account.ts";
import { isShutBy } from "#lib/domain/token.ts";

/** What becomes of the tokens of an account that is changed, or removed (null), as a sentence with a blank before it; empty for nothing. */
export async function tokensShut(ctx: Context, name: string, change: AccountChange | null): Promise<string> {
  const account = (await ctx.accounts.list()).find((one) => one.name.toLowerCase() === name.toLowerCase());
  const after = account === undefined || change === null ? null : { ...account, ...change };
  const shut = (await ctx.tokens.all())
    .filter((token) => token.account === account?.id && !token.isShut && isShutBy(token, after))
    .map((token) => token.name)
    .sort();
  return shut.length === 0 ? "" : ` Tokens of ${name} that would open nothing then: ${shut.join(", ")}.`;
}
