import { invokeSync } from "#lib/commands/invoke-sync.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Invoke-CsBackupServiceSync; the body may name a `module`. Accepted is not done: the answer says where to follow it. */
export const POST = door(async (ctx, { path, body }) => {
  const request = await invokeSync(ctx, { ...body, pool: path.fqdn });
  return { body: request, status: 202, headers: { location: `/api/v1/requests/${request.Id}` } };
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
