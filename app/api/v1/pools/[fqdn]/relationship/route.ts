import { getRelationship } from "#lib/commands/get-relationship.ts";
import { door } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsPoolBackupRelationship */
export const GET = door(async (ctx, { path, query }) => ({
  body: await getRelationship(ctx, { ...query, pool: path.fqdn }),
}));
