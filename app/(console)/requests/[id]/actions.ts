"use server";

import type { Refusal } from "#components/ui/form-refusal.tsx";
import { stopRequest } from "#lib/commands/stop-request.ts";
import { text } from "../../../given.ts";
import { signedIn } from "../../../session.ts";
import { becauseOf, refusalOf } from "../../refusal.ts";

/** Stops a run where it stands. */
export async function stopRun(_: Refusal, form: FormData): Promise<Refusal> {
  const ctx = await signedIn();
  try {
    await stopRequest(becauseOf(ctx, form), { id: text(form, "id") });
    return null;
  } catch (thrown) {
    return refusalOf(thrown, "");
  }
}
