import { getAccounts } from "#lib/commands/get-accounts.ts";
import { newAccount } from "#lib/commands/new-account.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsAccount */
export const GET = door(async (ctx, { query }) => ({ body: await getAccounts(ctx, query) }));

/** New-CsAccount: the answer has the sign-in link, which nobody is told again. */
export const POST = door(async (ctx, { body }) => {
  const made = await newAccount(ctx, body);
  return { body: made, status: "WhatIf" in made ? 200 : 201 };
});

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
