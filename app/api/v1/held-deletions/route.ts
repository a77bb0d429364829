import { getHeldDeletions } from "#lib/commands/get-held-deletions.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsHeldDeletion; `?pool=` narrows it. */
export const GET = door(async (ctx, { query }) => ({ body: await getHeldDeletions(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
