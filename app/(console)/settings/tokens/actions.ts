"use server";

import { revalidatePath } from "next/cache";
import type { TokenAnswer } from "#components/tokens/token-form.tsx";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import { newToken } from "#lib/commands/new-token.ts";
import { removeToken } from "#lib/commands/remove-token.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { text, texts } from "../../../given.ts";
import { signedIn } from "../../../session.ts";
import { refusalOf } from "../../refusal.ts";

const HERE = "/settings/tokens";

/** Makes a token; the answer alone has it. */
export async function make(_: TokenAnswer, form: FormData): Promise<TokenAnswer> {
  const ctx = await signedIn();
  const chosen = texts(form, "pools");
  const typed = {
    name: text(form, "name"),
    role: text(form, "role"),
    reach: text(form, "reach"),
    pools: chosen,
    expires: text(form, "expires"),
  };
  const { reach, pools, ...rest } = typed;
  try {
    const made = await newToken(ctx, { ...rest, pools: reach === "all" ? reach : pools });
    if ("WhatIf" in made) throw new Error("it was to be done, not told");
    revalidatePath(HERE);
    return { is: "made", name: made.Name, token: made.Token };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    const { code, field, sentence, hint } = thrown;
    const more = code === "confirm-first" ? ({ confirmFirst: true } as const) : {};
    return { is: "refused", field: field?.toLowerCase() ?? null, says: sentence, hint, typed, ...more };
  }
}

/** Takes a token away. */
export async function remove(_: Refusal, form: FormData): Promise<Refusal> {
  const ctx = await signedIn();
  try {
    await removeToken(ctx, { id: text(form, "id") });
    revalidatePath(HERE);
    return null;
  } catch (thrown) {
    revalidatePath(HERE);
    return refusalOf(thrown, "");
  }
}
