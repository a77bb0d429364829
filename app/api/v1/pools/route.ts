import { getPools } from "#lib/commands/get-pools.ts";
import { newPool } from "#lib/commands/new-pool.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsPool; `?pool=` narrows it. */
export const GET = door(async (ctx, { query }) => ({ body: await getPools(ctx, query) }));

/** New-CsPool */
export const POST = door(async (ctx, { body }) => {
  const made = await newPool(ctx, body);
  return { body: made, status: "WhatIf" in made ? 200 : 201 };
});

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
