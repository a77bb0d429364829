import { endLift } from "#lib/commands/end-lift.ts";
import { liftLimit } from "#lib/commands/lift-limit.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Lift-CsBackupLimit: the body names the `module`, and may say for how long. */
export const POST = door(async (ctx, { path, body }) => ({ body: await liftLimit(ctx, { ...body, pool: path.fqdn }) }));

/** Lift-CsBackupLimit -End */
export const DELETE = door(async (ctx, { path, body }) => ({ body: await endLift(ctx, { ...body, pool: path.fqdn }) }));

export const { GET, PUT, PATCH, OPTIONS } = refusing("POST", "DELETE");
