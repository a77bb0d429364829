import { getRelationship } from "#lib/commands/get-relationship.ts";
import { newPair } from "#lib/commands/new-pair.ts";
import { rePair } from "#lib/commands/re-pair.ts";
import { removePair } from "#lib/commands/remove-pair.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsPoolBackupRelationship */
export const GET = door(async (ctx, { path, query }) => ({
  body: await getRelationship(ctx, { ...query, pool: path.fqdn }),
}));

/** New-CsPoolPair: the body names the `backupPool`. */
export const POST = door(async (ctx, { path, body }) => {
  const made = await newPair(ctx, { ...body, pool: path.fqdn });
  return { body: made, status: "WhatIf" in made ? 200 : 201 };
});

/** Remove-CsPoolPair and New-CsPoolPair in one go: the body names the `backupPool` that comes in place of the present one. */
export const PUT = door(async (ctx, { path, body }) => ({ body: await rePair(ctx, { ...body, pool: path.fqdn }) }));

/** Remove-CsPoolPair */
export const DELETE = door(async (ctx, { path, body }) => ({
  body: await removePair(ctx, { ...body, pool: path.fqdn }),
}));

export const { PATCH, OPTIONS } = refusing("GET", "POST", "PUT", "DELETE");
