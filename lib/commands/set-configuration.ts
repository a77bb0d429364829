import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type ConfigurationView, configurationView } from "#lib/commands/configuration-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { force, globalIdentity, syncInterval } from "#lib/commands/schemas.ts";

// This version has one setting, so a change without it would change nothing.
const Input = z.strictObject({ identity: globalIdentity.optional(), syncInterval, force: force.optional() });

/** Set-CsBackupServiceConfiguration: holds from the next cycle on, for every pool. Returns what holds now. */
export async function setConfiguration(ctx: Context, raw: unknown): Promise<ConfigurationView> {
  const change = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.setConfiguration);
  return configurationView(await ctx.ledger.configure({ syncInterval: change.syncInterval }, ctx.actor));
}
