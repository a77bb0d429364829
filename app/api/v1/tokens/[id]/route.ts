import { removeToken } from "#lib/commands/remove-token.ts";
import { door, refusing } from "../../door.ts";

export const dynamic = "force-dynamic";

/** Who comes with it is refused at once. */
export const DELETE = door(async (ctx, { path: { id }, body }) => ({ body: await removeToken(ctx, { ...body, id }) }));

export const { GET, POST, PUT, PATCH, OPTIONS } = refusing("DELETE");
