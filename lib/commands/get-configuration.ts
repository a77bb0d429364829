import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type ConfigurationView, configurationView } from "#lib/commands/configuration-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { globalIdentity } from "#lib/commands/schemas.ts";

const Input = z.strictObject({ identity: globalIdentity.optional() });

/** Get-CsBackupServiceConfiguration: one collection for the whole deployment. */
export async function getConfiguration(ctx: Context, raw: unknown = {}): Promise<ConfigurationView> {
  parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getConfiguration);
  return configurationView(await ctx.ledger.configuration());
}
