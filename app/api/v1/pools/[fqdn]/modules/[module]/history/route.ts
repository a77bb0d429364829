import { getLaneHistory } from "#lib/commands/get-lane-history.ts";
import { door, refusing } from "../../../../../door.ts";

export const dynamic = "force-dynamic";

/** A copy's states, cycles, packages and marks; `?after=`, `?before=` and `?lastSeconds=` say of when. */
export const GET = door(async (ctx, { path: { fqdn: pool, module }, query }) => ({
  body: await getLaneHistory(ctx, { ...query, pool, module }),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
