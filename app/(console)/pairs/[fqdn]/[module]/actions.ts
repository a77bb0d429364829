"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { Asked } from "#components/quarantine/quarantine-door.ts";
import { runPath } from "#components/status/paths.ts";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import type { Pressed } from "#components/ui/pressed.ts";
import { debugInterPoolReplication } from "#lib/commands/debug-inter-pool-replication.ts";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { retryQuarantined } from "#lib/commands/retry-quarantined.ts";
import { sendAgain } from "#lib/commands/send-again.ts";
import { skipQuarantined } from "#lib/commands/skip-quarantined.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { text } from "../../../../given.ts";
import { signedIn } from "../../../../session.ts";
import { press } from "../../../pressed.ts";
import { becauseOf, refusalOf } from "../../../refusal.ts";

/** Sends again now what the partner refused. */
export async function retryRefused(pool: string, refusedItems: readonly string[]): Promise<Pressed<Asked>> {
  return press(async (ctx) => runsOf(await retryQuarantined(ctx, { pool, refusedItems })));
}

/** Leaves it alone: held and named, alarming nobody. */
export async function skipRefused(
  pool: string,
  refusedItems: readonly string[],
  reason: string,
): Promise<Pressed<Asked>> {
  return press(async (ctx) => runsOf(await skipQuarantined(ctx, { pool, refusedItems, reason })));
}

function runsOf(answer: { readonly Requests: readonly RequestView[] } | Foreseen): Asked {
  return { runs: "Requests" in answer ? answer.Requests.map(({ Id }) => Id) : [] };
}

/** Compares this copy with what it is of, and goes to the page of the run. */
export async function compareCopy(_: Refusal, form: FormData): Promise<Refusal> {
  const asked = { pool: text(form, "pool"), module: text(form, "module"), direction: "out" };
  return goTo(async () => {
    const answer = await debugInterPoolReplication(becauseOf(await signedIn(), form), asked);
    return "Requests" in answer ? (answer.Requests[0]?.Id ?? null) : null;
  });
}

/** Sends again what differs: the items that the form names, or all; and goes to the page of the run. */
export async function sendCopyAgain(_: Refusal, form: FormData): Promise<Refusal> {
  const named = text(form, "items");
  const asked = {
    pool: text(form, "pool"),
    module: text(form, "module"),
    items: named === "" ? [] : listOf(named),
  };
  return goTo(async () => {
    const answer = await sendAgain(becauseOf(await signedIn(), form), asked);
    return "Id" in answer ? answer.Id : null;
  });
}

async function goTo(ask: () => Promise<string | null>): Promise<Refusal> {
  const id = await ask().catch((thrown: unknown) => {
    if (isProblem(thrown)) refresh(); // what the page shows may be of before
    return refusalOf(thrown, "");
  });
  if (typeof id !== "string") return id;
  redirect(runPath(id));
}

/** What the form's own list says; any other text stays what it is, and is refused by the command. */
function listOf(named: string): unknown {
  try {
    return JSON.parse(named);
  } catch {
    return named;
  }
}
