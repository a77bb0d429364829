"use server";

import { redirect } from "next/navigation";
import { runPath } from "#components/status/paths.ts";
import {
  RESTORE_WAYS,
  type RestoreCase,
  type RestoreWay,
  restoreCases,
  WAYS_OUT,
} from "#components/status/restore-case.ts";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import type { Context } from "#lib/auth/context.ts";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { invokeSync } from "#lib/commands/invoke-sync.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { restoreStore } from "#lib/commands/restore-store.ts";
import { poolFqdn } from "#lib/domain/pool.ts";
import { text } from "../../../../given.ts";
import { signedIn } from "../../../../session.ts";
import { becauseOf, refusalOf } from "../../../refusal.ts";

/** Asks for a restore, and goes to the page of its run; what was typed and what is lost are looked at once more here. */
export async function askRestore(_: Refusal, form: FormData): Promise<Refusal> {
  const ctx = await signedIn();
  const [pool, typed] = [text(form, "pool"), text(form, "typed").trim()];
  if (poolFqdn(typed) !== poolFqdn(pool)) return wrongPool(pool, typed);
  const way = RESTORE_WAYS.find((one) => one === text(form, "way"));
  const asked = await ask(ctx, pool, way, form).catch((thrown: unknown) => refusalOf(thrown, typed));
  if (asked === "changed") return changed(pool, typed);
  if (asked === null || "says" in asked) return asked;
  redirect(runPath(asked.run));
}

type Run = { readonly run: string };

async function ask(
  ctx: Context,
  pool: string,
  way: RestoreWay | undefined,
  form: FormData,
): Promise<Run | "changed" | null> {
  const one = await caseNow(ctx, pool, text(form, "module"));
  if (one === null || way === undefined || !WAYS_OUT[one.is].includes(way)) return "changed";
  if (one.running !== null) return { run: one.running };
  const answer = await leave(becauseOf(ctx, form), one, way);
  return "Id" in answer ? { run: answer.Id } : null;
}

/** The partner is read off the pair, never off the form: the wrong direction cannot be asked for. */
function leave(
  ctx: Context,
  { is, pool, partner, module }: RestoreCase,
  way: RestoreWay,
): Promise<RequestView | Foreseen> {
  switch (way) {
    case "sync":
      return invokeSync(ctx, { pool: partner, module });
    case "adopt":
      return restoreStore(ctx, { pool, adopt: true, ...(is === "unmarked" && { module }) });
    case "from-partner":
      return restoreStore(ctx, { pool, fromPartner: true, module });
  }
}

async function caseNow(ctx: Context, pool: string, module: string): Promise<RestoreCase | null> {
  const name = poolFqdn(pool);
  const { Pairs } = await getPairs(ctx);
  const pair = Pairs.find(({ A, B }) => A === name || B === name);
  if (pair === undefined || name === null) return null;
  return restoreCases(pair, name).find((one) => one.module === module) ?? null;
}

function wrongPool(pool: string, typed: string): Refusal {
  const says = typed === "" ? "Nothing was typed." : `${typed} is not the pool of this page.`;
  return { field: "typed", says, hint: `It is ${pool}: type its full name.`, typed };
}

function changed(pool: string, typed: string): Refusal {
  return {
    field: null,
    says: `What is known of ${pool} is not what this page showed.`,
    hint: "Nothing was asked for. Look again at what the page says now.",
    typed,
  };
}
