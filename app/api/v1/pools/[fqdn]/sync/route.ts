import { invokeSync } from "#lib/commands/invoke-sync.ts";
import { accepted } from "../../../accepted.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Invoke-CsBackupServiceSync; the body may name a `module`. Accepted is not done: the answer says where to follow it. */
export const POST = door(async (ctx, { path, body }) => accepted(await invokeSync(ctx, { ...body, pool: path.fqdn })));

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
