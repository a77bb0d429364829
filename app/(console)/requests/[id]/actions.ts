"use server";

import { redirect } from "next/navigation";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import { stopRequest } from "#lib/commands/stop-request.ts";
import { pageContext } from "../../../session.ts";
import { refusalOf, text } from "../../refusal.ts";

/** Stops a run where it stands. */
export async function stopRun(_: Refusal, form: FormData): Promise<Refusal> {
  const ctx = await pageContext();
  if (ctx === null) redirect("/login");
  try {
    await stopRequest(ctx, { id: text(form, "id") });
    return null;
  } catch (thrown) {
    return refusalOf(thrown, "");
  }
}
