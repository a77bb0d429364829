import { acceptDisplay } from "#lib/commands/accept-display.ts";
import { getDisplays } from "#lib/commands/get-displays.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Every screen that may look at the wall. */
export const GET = door(async (ctx, { query }) => ({ body: await getDisplays(ctx, query) }));

/** Lets a screen in: 201; the body has the `code` that it shows and its `name`. With `whatIf` what would be done. */
export const POST = door(async (ctx, { body }) => {
  const shown = await acceptDisplay(ctx, body);
  return { body: shown, status: "WhatIf" in shown ? 200 : 201 };
});

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
