import { backupPool } from "#lib/commands/backup-pool.ts";
import { accepted } from "../../../accepted.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Backup-CsPool without the wait: what changed leaves now. Whoever waits asks the status and the request. */
export const POST = door(async (ctx, { path, body }) => accepted(await backupPool(ctx, { ...body, pool: path.fqdn })));

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
