import { removeStandby } from "#lib/commands/remove-standby.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Remove-CsUserStoreBackupData: what the pool holds of former partners. */
export const DELETE = door(async (ctx, { path, body }) => ({
  body: await removeStandby(ctx, { ...body, pool: path.fqdn }),
}));

export const { GET, POST, PUT, PATCH, OPTIONS } = refusing("DELETE");
