import { revokeDisplay } from "#lib/commands/revoke-display.ts";
import { door, refusing } from "../../door.ts";

export const dynamic = "force-dynamic";

/** Shuts a screen out at once. */
export const DELETE = door(async (ctx, { path: { id }, body }) => ({
  body: await revokeDisplay(ctx, { ...body, id }),
}));

export const { GET, POST, PUT, PATCH, OPTIONS } = refusing("DELETE");
