"use server";

import type { Pressed } from "#components/on-call/door.ts";
import type { Context } from "#lib/auth/context.ts";
import { invokeSync } from "#lib/commands/invoke-sync.ts";
import { liftLimit } from "#lib/commands/lift-limit.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { text } from "../given.ts";
import { signedIn } from "../session.ts";

/** Sync now: leaves the request, and says where to follow it. */
export async function syncNow(_: Pressed, form: FormData): Promise<Pressed> {
  return pressed(async (ctx) => {
    const asked = await invokeSync(ctx, { pool: text(form, "pool"), module: text(form, "module") });
    return "Id" in asked ? { is: "asked", pool: asked.PoolFqdn, request: asked.Id } : null;
  });
}

/** Lifts the limit of one copy for half an hour. */
export async function liftLimitNow(_: Pressed, form: FormData): Promise<Pressed> {
  return pressed(async (ctx) => {
    const told = await liftLimit(ctx, { pool: text(form, "pool"), module: text(form, "module") });
    return { is: "lifted", until: "LimitLiftedUntil" in told ? told.LimitLiftedUntil : null };
  });
}

async function pressed(press: (ctx: Context) => Promise<Pressed>): Promise<Pressed> {
  const ctx = await signedIn();
  try {
    return await press(ctx);
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    return { is: "refused", says: thrown.sentence, hint: thrown.hint };
  }
}
