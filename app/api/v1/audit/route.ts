import { getAudit } from "#lib/commands/get-audit.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/**
 * Who did what, the latest first. `?pool=`, `?actor=`, `?action=`, `?door=`, `?text=`, `?after=` and `?before=` narrow it;
 * `?next=` goes on where the page before ended, which has `?limit=` records.
 */
export const GET = door(async (ctx, { query }) => ({ body: await getAudit(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
