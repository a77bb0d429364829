import { foreseeSync } from "#lib/commands/foresee-sync.ts";
import { invokeSync } from "#lib/commands/invoke-sync.ts";
import { previewSync } from "#lib/commands/preview-sync.ts";
import { accepted } from "../../../accepted.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** What a push would do, in figures; `?backupModule=` narrows it. Nothing is asked for. */
export const GET = door(async (ctx, { path, query: { backupModule: module, ...more } }) => ({
  body: await previewSync(ctx, { ...more, module, pool: path.fqdn }),
}));

/** Invoke-CsBackupServiceSync; the body may name a `module`. Accepted is not done: the answer says where to follow it. */
export const POST = door(async (ctx, { path, body }) => {
  const sync = body.whatIf === undefined ? invokeSync : foreseeSync;
  return accepted(await sync(ctx, { ...body, pool: path.fqdn }));
});

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
