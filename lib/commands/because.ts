import { z } from "zod";
import type { Context } from "#lib/auth/context.ts";
import { parse } from "#lib/commands/parse.ts";
import { reason } from "#lib/commands/schemas.ts";

const Why = z.strictObject({ reason });

/** The same, with why it is done: the audit keeps it. Who said nothing has no reason; "bad-input" for what is no sentence on one line. */
export function because<C extends Pick<Context, "actor">>(ctx: C, why: unknown): C {
  if (why === undefined || (typeof why === "string" && why.trim() === "")) return ctx;
  return { ...ctx, actor: { ...ctx.actor, reason: parse(Why, { reason: why }).reason } };
}
