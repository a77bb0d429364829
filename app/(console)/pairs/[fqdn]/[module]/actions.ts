"use server";

import type { Asked } from "#components/quarantine/quarantine-door.ts";
import type { Pressed } from "#components/ui/pressed.ts";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { retryQuarantined } from "#lib/commands/retry-quarantined.ts";
import { skipQuarantined } from "#lib/commands/skip-quarantined.ts";
import { press } from "../../../pressed.ts";

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
