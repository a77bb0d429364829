import { getTokens } from "#lib/commands/get-tokens.ts";
import { newToken } from "#lib/commands/new-token.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Every token that was not removed. */
export const GET = door(async (ctx, { query }) => ({ body: await getTokens(ctx, query) }));

/** Makes a token and tells it this once: 201; with `whatIf` what it would make. */
export const POST = door(async (ctx, { body }) => {
  const made = await newToken(ctx, body);
  return { body: made, status: "WhatIf" in made ? 200 : 201 };
});

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
