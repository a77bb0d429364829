import type { Pressed } from "#components/ui/pressed.ts";
import type { Context } from "#lib/auth/context.ts";
import { because } from "#lib/commands/because.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { signedIn } from "../session.ts";

/** Runs a command for who is signed in, with why they ask for it; what it refuses comes back in words, and anything else that is thrown is a bug. */
export async function press<T>(command: (ctx: Context) => Promise<T>, why: unknown = ""): Promise<Pressed<T>> {
  const ctx = await signedIn();
  try {
    return { ok: true, told: await command(because(ctx, why)) };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    const { code, field, sentence, hint } = thrown;
    return { ok: false, field, sentence, hint, ...(code === "confirm-first" && { confirmFirst: true }) };
  }
}
