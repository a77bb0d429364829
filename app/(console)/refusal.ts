import type { Refusal } from "#components/ui/form-refusal.tsx";
import type { Context } from "#lib/auth/context.ts";
import { because } from "#lib/commands/because.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { text } from "../given.ts";

/** What a command refused, as the form of a page tells it; whatever else was thrown is a bug and stays one. */
export function refusalOf(thrown: unknown, typed: string): Refusal {
  if (!isProblem(thrown)) throw thrown;
  const { code, sentence, hint } = thrown;
  return { field: null, says: sentence, hint, typed, ...(code === "confirm-first" && { confirmFirst: true }) };
}

/** The same with why they do it, as the form says. */
export function becauseOf(ctx: Context, form: unknown): Context {
  return because(ctx, text(form, "reason"));
}
