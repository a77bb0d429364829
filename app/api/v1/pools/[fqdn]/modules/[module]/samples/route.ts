import { getSamples } from "#lib/commands/get-samples.ts";
import { door, refusing } from "../../../../../door.ts";

export const dynamic = "force-dynamic";

/**
 * What is known of a copy's backlog over time; `?after=`, `?before=`, `?lastSeconds=` and `?points=` say of when, and how finely.
 */
export const GET = door(async (ctx, { path: { fqdn: pool, module }, query }) => ({
  body: await getSamples(ctx, { ...query, pool, module }),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
