import { foreseeRemoveStandby, removeStandby } from "#lib/commands/remove-standby.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** What the pool holds of former partners, counted; nothing is removed. */
export const GET = door(async (ctx, { path, query }) => ({
  body: await foreseeRemoveStandby(ctx, { ...query, pool: path.fqdn }),
}));

/** Remove-CsUserStoreBackupData: what the pool holds of former partners. */
export const DELETE = door(async (ctx, { path, body }) => ({
  body: await removeStandby(ctx, { ...body, pool: path.fqdn }),
}));

export const { POST, PUT, PATCH, OPTIONS } = refusing("GET", "DELETE");
