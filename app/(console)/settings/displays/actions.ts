"use server";

import { revalidatePath } from "next/cache";
import type { DisplayAnswer } from "#components/displays/accept-form.tsx";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import { acceptDisplay } from "#lib/commands/accept-display.ts";
import { revokeDisplay } from "#lib/commands/revoke-display.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { text } from "../../../given.ts";
import { signedIn } from "../../../session.ts";
import { becauseOf, refusalOf } from "../../refusal.ts";

const HERE = "/settings/displays";

/** Lets the screen in that shows the code. */
export async function letIn(_: DisplayAnswer, form: FormData): Promise<DisplayAnswer> {
  const ctx = await signedIn();
  const typed = { code: text(form, "code"), name: text(form, "name") };
  try {
    const shown = await acceptDisplay(becauseOf(ctx, form), typed);
    if ("WhatIf" in shown) throw new Error("it was to be done, not told");
    revalidatePath(HERE);
    return { is: "let-in", name: shown.Name };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    const { code, field, sentence, hint } = thrown;
    const more = code === "confirm-first" ? ({ confirmFirst: true } as const) : {};
    return { is: "refused", field: field?.toLowerCase() ?? null, says: sentence, hint, typed, ...more };
  }
}

/** Shuts a screen out. */
export async function shutOut(_: Refusal, form: FormData): Promise<Refusal> {
  const ctx = await signedIn();
  try {
    await revokeDisplay(becauseOf(ctx, form), { id: text(form, "id") });
    revalidatePath(HERE);
    return null;
  } catch (thrown) {
    revalidatePath(HERE);
    return refusalOf(thrown, "");
  }
}
