import { findItem } from "#lib/commands/find-item.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Find-CsBackupItem: `?what=` is an address, an id, or the name or path of a file. */
export const GET = door(async (ctx, { query }) => ({ body: await findItem(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
