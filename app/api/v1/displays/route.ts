import { acceptDisplay } from "#lib/commands/accept-display.ts";
import { getDisplays } from "#lib/commands/get-displays.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Every screen that may look at the wall. */
export const GET = door(async (ctx, { query }) => ({ body: await getDisplays(ctx, query) }));

/** Lets a screen in; the body has the `code` that it shows and its `name`. */
export const POST = door(async (ctx, { body }) => ({ body: await acceptDisplay(ctx, body), status: 201 }));

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
