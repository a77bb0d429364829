import { foreseeSync } from "#lib/commands/foresee-sync.ts";
import { invokeSync } from "#lib/commands/invoke-sync.ts";
import { accepted } from "../../../accepted.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Invoke-CsBackupServiceSync; the body may name a `module`. Accepted is not done: the answer says where to follow it. */
export const POST = door(async (ctx, { path, body }) => {
  const sync = body.whatIf === undefined ? invokeSync : foreseeSync;
  return accepted(await sync(ctx, { ...body, pool: path.fqdn }));
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
