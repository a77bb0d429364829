import { getRelationship } from "#lib/commands/get-relationship.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsPoolBackupRelationship */
export const GET = door(async (ctx, { path, query }) => ({
  body: await getRelationship(ctx, { ...query, pool: path.fqdn }),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
