import { z } from "zod";
import { type Context, requireRole, requireWhole } from "#lib/auth/context.ts";
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

/** Every screen that may look at the wall without anybody signed in there. */
export async function getDisplays(ctx: Context, raw: unknown = {}): Promise<readonly DisplayView[]> {
  parse(z.strictObject({}), raw);
  requireRole(ctx, NEEDED_ROLE.getDisplays);
  requireWhole(ctx);
  return (await ctx.displays.accepted()).map(displayView);
}
