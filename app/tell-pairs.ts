import type { QueryClient } from "@tanstack/react-query";
import { bringAlong } from "#components/live/pairs-query.ts";
import type { Context } from "#lib/auth/context.ts";
import { getChanges } from "#lib/commands/get-changes.ts";

/** Gives a page the pairs as they are now, or the part of them that it shows first, so that it shows them before its script runs. */
export async function tellPairs(
  client: QueryClient,
  ctx: Context,
  part?: Parameters<typeof bringAlong>[2],
): Promise<void> {
  bringAlong(client, await getChanges(ctx), part);
}
