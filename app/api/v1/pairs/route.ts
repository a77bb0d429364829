import { getChanges } from "#lib/commands/get-changes.ts";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Every pair, both directions, as the console's page shows them; with `since`, only what changed. */
export const GET = door(async (ctx, { query }) => ({
  body: query.since === undefined ? await getPairs(ctx, query) : await getChanges(ctx, query),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
