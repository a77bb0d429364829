"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { runPath } from "#components/status/paths.ts";
import type { BroughtBack } from "#components/trash/trash-list.tsx";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import type { Context } from "#lib/auth/context.ts";
import { restoreTrash } from "#lib/commands/restore-trash.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { text, texts } from "../../../../given.ts";
import { signedIn } from "../../../../session.ts";
import { becauseOf, refusalOf } from "../../../refusal.ts";

const NOTHING: Refusal = { field: null, says: "Nothing was chosen.", hint: "Choose what is to come back.", typed: "" };

/** Brings back what was chosen, and goes to the page of the run; what is gone by now is refused, and the list shown anew. */
export async function bringBack(_: BroughtBack, form: FormData): Promise<BroughtBack> {
  const ctx = await signedIn();
  const chosen = texts(form, "item");
  if (chosen.length === 0) return { refusal: NOTHING, runs: [] };
  const answer = await ask(ctx, form, chosen);
  const [only, ...more] = answer.runs;
  if (only !== undefined && more.length === 0) redirect(runPath(only));
  return answer;
}

async function ask(ctx: Context, form: FormData, trashItems: readonly string[]): Promise<BroughtBack> {
  try {
    const answer = await restoreTrash(becauseOf(ctx, form), { pool: text(form, "pool"), trashItems });
    return { refusal: null, runs: "Requests" in answer ? answer.Requests.map(({ Id }) => Id) : [] };
  } catch (thrown) {
    if (!isProblem(thrown) || thrown.code !== "unknown-item") return { refusal: refusalOf(thrown, ""), runs: [] };
    refresh();
    const says = "Something that was chosen is not in the trash any more, so nothing was brought back.";
    return { refusal: { field: null, says, hint: "The list shows what is there now.", typed: "" }, runs: [] };
  }
}
