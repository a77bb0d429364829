import { getPairs } from "#lib/commands/get-pairs.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Every pair, both directions, as the console's page shows them. */
export const GET = door(async (ctx, { query }) => ({ body: await getPairs(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
