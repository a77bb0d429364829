"use server";

import type { LiftAnswer } from "#components/limits/lift-door.tsx";
import type { Context } from "#lib/auth/context.ts";
import { endLift } from "#lib/commands/end-lift.ts";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import { liftLimit } from "#lib/commands/lift-limit.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { signedIn } from "../session.ts";

/** Lifts the limits of one copy for half an hour; a refusal comes back in words. */
export async function lift(pool: string, module: string): Promise<LiftAnswer> {
  return answer((ctx) => liftLimit(ctx, { pool, module }));
}

/** Ends that: the limits hold again. */
export async function end(pool: string, module: string): Promise<LiftAnswer> {
  return answer((ctx) => endLift(ctx, { pool, module }));
}

type Told = Foreseen | { readonly LimitLiftedUntil: string | null };

async function answer(act: (ctx: Context) => Promise<Told>): Promise<LiftAnswer> {
  const ctx = await signedIn();
  try {
    const told = await act(ctx);
    return { ok: true, until: "LimitLiftedUntil" in told ? told.LimitLiftedUntil : null };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    return { ok: false, sentence: thrown.sentence, hint: thrown.hint };
  }
}
