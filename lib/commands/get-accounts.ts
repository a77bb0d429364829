import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type AccountView, accountView } from "#lib/commands/account-view.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";

export const Input = z.strictObject(PAGING);

/** `Next` asks for the accounts after these, and is null when that is all. */
export type AccountsView = { readonly Accounts: readonly AccountView[]; readonly Next: string | null };

/** Get-CsAccount: everybody who may sign in, by name. */
export async function getAccounts(ctx: Context, raw: unknown = {}): Promise<AccountsView> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getAccounts);
  const { page, next } = pageOf((await ctx.accounts.list()).map(accountView), ({ Identity }) => Identity, asked);
  return { Accounts: page, Next: next };
}
