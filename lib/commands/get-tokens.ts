import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import { reachText } from "#lib/domain/reach.ts";
import type { TokenRole } from "#lib/domain/role.ts";
import type { Token } from "#lib/domain/token.ts";

export const Input = z.strictObject(PAGING);

/** A token as doors tell it: what it opens, never what it is. */
export type TokenView = {
  readonly Id: string;
  readonly Name: string;
  readonly Role: TokenRole;
  /** `all`, or names with commas between them. */
  readonly Pools: string;
  readonly MadeBy: string;
  readonly MadeAt: string;
  /** Null for one without an end. */
  readonly ExpiresAt: string | null;
  readonly IsExpired: boolean;
  /** It opens nothing: whose it is was removed or disabled, or may less than it. */
  readonly IsShut: boolean;
  /** To the minute; null before the first time. */
  readonly LastUsedAt: string | null;
};

export function tokenView(token: Omit<Token, "account">, now: number): TokenView {
  return {
    Id: token.id,
    Name: token.name,
    Role: token.role,
    Pools: reachText(token.pools),
    MadeBy: token.madeBy,
    MadeAt: isoInstant(token.madeAt),
    ExpiresAt: isoOrNull(token.expiresAt),
    IsExpired: token.expiresAt !== null && now >= token.expiresAt,
    IsShut: token.isShut,
    LastUsedAt: isoOrNull(token.lastUsedAt),
  };
}

/** `Next` asks for the tokens after these, and is null when that is all. */
export type TokensView = { readonly Tokens: readonly TokenView[]; readonly Next: string | null };

/** Get-CsToken: every program's way in that was not removed, the service's own two as well. */
export async function getTokens(ctx: Context, raw: unknown = {}): Promise<TokensView> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getTokens);
  const now = ctx.clock.now();
  const { page, next } = pageOf(await ctx.tokens.all(), ({ id }) => id, asked);
  return { Tokens: page.map((token) => tokenView(token, now)), Next: next };
}
