import { getQuarantinedItems } from "#lib/commands/get-quarantined-items.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsQuarantinedItem; `?pool=` and `?backupModule=` narrow it. */
export const GET = door(async (ctx, { query: { backupModule, ...more } }) => ({
  body: await getQuarantinedItems(ctx, { ...more, ...(backupModule !== undefined && { module: backupModule }) }),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
