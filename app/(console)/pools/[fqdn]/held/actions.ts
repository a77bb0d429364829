"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { runPath } from "#components/status/paths.ts";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import type { Context } from "#lib/auth/context.ts";
import { approveHeldDeletion } from "#lib/commands/approve-held-deletion.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { text } from "../../../../given.ts";
import { signedIn } from "../../../../session.ts";
import { becauseOf, refusalOf } from "../../../refusal.ts";

/** Lets exactly the set go that the page showed, and goes to the page of its run; another set by now is refused and shown. */
export async function releaseHeld(_: Refusal, form: FormData): Promise<Refusal> {
  const ctx = await signedIn();
  const [items, typed] = [text(form, "items"), text(form, "typed").trim()];
  if (typed.replace(/[,.\s]/g, "") !== items)
    return { field: "typed", says: "That is not the number of deletions.", hint: `Type ${items}.`, typed };
  const asked = { pool: text(form, "pool"), module: text(form, "module"), token: text(form, "token") };
  const answer = await release(ctx, asked, form);
  if (typeof answer !== "string") return answer;
  redirect(runPath(answer));
}

type Asked = { readonly pool: string; readonly module: string; readonly token: string };

async function release(ctx: Context, asked: Asked, form: FormData): Promise<string | Refusal> {
  try {
    const answer = await approveHeldDeletion(becauseOf(ctx, form), asked);
    return "Id" in answer ? answer.Id : null;
  } catch (thrown) {
    if (!isProblem(thrown) || thrown.code !== "not-held") return refusalOf(thrown, text(form, "typed"));
    refresh();
    return { field: null, says: thrown.sentence, hint: "What is held now is shown here.", typed: "" };
  }
}
