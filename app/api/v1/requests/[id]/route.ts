import { getRequest } from "#lib/commands/get-request.ts";
import { stopRequest } from "#lib/commands/stop-request.ts";
import { door, refusing } from "../../door.ts";

export const dynamic = "force-dynamic";

/** How far a request is. */
export const GET = door(async (ctx, { path, query }) => ({ body: await getRequest(ctx, { ...query, id: path.id }) }));

/** Stop-CsBackupRequest: it ends where it stands. */
export const DELETE = door(async (ctx, { path, body }) => ({
  body: await stopRequest(ctx, { ...body, id: path.id }),
}));

export const { POST, PUT, PATCH, OPTIONS } = refusing("GET", "DELETE");
