import { getSparklines } from "#lib/commands/get-sparklines.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** What was at risk in each direction of every pair over the last six hours. */
export const GET = door(async (ctx, { query }) => ({ body: await getSparklines(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
