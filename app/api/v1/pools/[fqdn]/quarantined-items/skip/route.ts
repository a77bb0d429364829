import { skipQuarantined } from "#lib/commands/skip-quarantined.ts";
import { door, refusing } from "../../../../door.ts";

export const dynamic = "force-dynamic";

/** Skip-CsQuarantinedItem: the body lists `refusedItems` by their ids, or says `all`, and gives the `reason`. */
export const POST = door(async (ctx, { path, body }) => {
  const left = await skipQuarantined(ctx, { ...body, reason: ctx.actor.reason, pool: path.fqdn });
  return { body: left, status: "WhatIf" in left ? 200 : 202 };
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
