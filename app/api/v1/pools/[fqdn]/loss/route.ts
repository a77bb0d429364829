import { getLoss } from "#lib/commands/get-loss.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsBackupLoss; `?backupModule=` and `?order=` narrow and turn it, `?next=` goes on after a page. */
export const GET = door(async (ctx, { path, query: { backupModule: module, ...more } }) => ({
  body: await getLoss(ctx, { ...more, module, pool: path.fqdn }),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
