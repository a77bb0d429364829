import { removeAccount } from "#lib/commands/remove-account.ts";
import { setAccount } from "#lib/commands/set-account.ts";
import { door, refusing } from "../../door.ts";

export const dynamic = "force-dynamic";

/** Set-CsAccount */
export const PATCH = door(async (ctx, { path, body }) => ({
  body: await setAccount(ctx, { ...body, account: path.account }),
}));

/** Remove-CsAccount */
export const DELETE = door(async (ctx, { path, body }) => ({
  body: await removeAccount(ctx, { ...body, account: path.account }),
}));

export const { GET, POST, PUT, OPTIONS } = refusing("PATCH", "DELETE");
