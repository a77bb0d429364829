import { getStatus } from "#lib/commands/get-status.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsBackupServiceStatus; `?category=` and `?backupModule=` narrow it. */
export const GET = door(async (ctx, { path, query: { backupModule: module, ...more } }) => ({
  body: await getStatus(ctx, { ...more, module, pool: path.fqdn }),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
