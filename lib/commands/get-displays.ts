import { z } from "zod";
import { type Context, requireRole, requireWhole } from "#lib/auth/context.ts";
import { PAGING, pageOf } from "#lib/commands/page-of.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import type { Display } from "#lib/domain/display.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";

/** A screen that is let in, as doors tell it. */
export type DisplayView = {
  readonly Id: string;
  readonly Name: string;
  readonly AcceptedBy: string;
  readonly AcceptedAt: string;
  readonly LastSeenAt: string | null;
};

export function displayView({ id, name, acceptedBy, acceptedAt, lastSeenAt }: Display): DisplayView {
  return {
    Id: id,
    Name: name,
    AcceptedBy: acceptedBy,
    AcceptedAt: isoInstant(acceptedAt),
    LastSeenAt: isoOrNull(lastSeenAt),
  };
}

export const Input = z.strictObject(PAGING);

/** `Next` asks for the screens after these, and is null when that is all. */
export type DisplaysView = { readonly Displays: readonly DisplayView[]; readonly Next: string | null };

/** Get-CsDisplay: every screen that may look at the wall without anybody signed in there. */
export async function getDisplays(ctx: Context, raw: unknown = {}): Promise<DisplaysView> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getDisplays);
  requireWhole(ctx);
  const { page, next } = pageOf(await ctx.displays.accepted(), ({ id }) => id, asked);
  return { Displays: page.map(displayView), Next: next };
}
