import { retryQuarantined } from "#lib/commands/retry-quarantined.ts";
import { door, refusing } from "../../../../door.ts";

export const dynamic = "force-dynamic";

/** Restart-CsQuarantinedItem: the body lists `refusedItems` by their ids, or says `all`. */
export const POST = door(async (ctx, { path, body }) => {
  const left = await retryQuarantined(ctx, { ...body, pool: path.fqdn });
  return { body: left, status: "WhatIf" in left ? 200 : 202 };
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
