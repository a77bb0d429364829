import { getRequest } from "#lib/commands/get-request.ts";
import { door, refusing } from "../../door.ts";

export const dynamic = "force-dynamic";

/** How far a request is. */
export const GET = door(async (ctx, { path, query }) => ({ body: await getRequest(ctx, { ...query, id: path.id }) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
