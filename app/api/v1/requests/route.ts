import { getRequests } from "#lib/commands/get-requests.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsBackupRequest; `?pool=` narrows it. */
export const GET = door(async (ctx, { query }) => ({ body: await getRequests(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
