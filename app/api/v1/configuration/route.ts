import { configurationInput } from "#lib/commands/configuration-view.ts";
import { getConfiguration } from "#lib/commands/get-configuration.ts";
import { removeConfiguration } from "#lib/commands/remove-configuration.ts";
import { setConfiguration } from "#lib/commands/set-configuration.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsBackupServiceConfiguration */
export const GET = door(async (ctx, { query }) => ({ body: await getConfiguration(ctx, query) }));

/** Set-CsBackupServiceConfiguration; the body is spelled as GET answers, so what was read may be sent back changed. */
export const PATCH = door(async (ctx, { body }) => ({ body: await setConfiguration(ctx, configurationInput(body)) }));

/** Remove-CsBackupServiceConfiguration: the defaults hold again. */
export const DELETE = door(async (ctx, { body }) => ({ body: await removeConfiguration(ctx, body) }));

export const { POST, PUT, OPTIONS } = refusing("GET", "PATCH", "DELETE");
