import { getDrift } from "#lib/commands/get-drift.ts";
import { sendAgain } from "#lib/commands/send-again.ts";
import { accepted } from "../../../../../accepted.ts";
import { door, refusing } from "../../../../../door.ts";

export const dynamic = "force-dynamic";

/** What compares of a copy found: the last one, what was verified, and a page of what differs, from `?next=`, `?limit=` long. */
export const GET = door(async (ctx, { path: { fqdn: pool, module }, query }) => ({
  body: await getDrift(ctx, { ...query, pool, module }),
}));

/** Sends again what differs; the body may name `items`, each with `table` and `key`, else it is all of them. */
export const POST = door(async (ctx, { path: { fqdn: pool, module }, body }) =>
  accepted(await sendAgain(ctx, { ...body, pool, module })),
);

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
