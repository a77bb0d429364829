import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type ConfigurationView, configurationView } from "#lib/commands/configuration-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { force, globalIdentity, nothingToChange, settings } from "#lib/commands/schemas.ts";

const Input = z.strictObject({ identity: globalIdentity.optional(), force: force.optional(), ...settings });

/** Set-CsBackupServiceConfiguration: holds from the next cycle on, for every pool. Returns what holds now. */
export async function setConfiguration(ctx: Context, raw: unknown): Promise<ConfigurationView> {
  const { identity: _, force: __, ...given } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.setConfiguration);
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(change).length === 0) throw nothingToChange();
  return configurationView(await ctx.ledger.configure(change, ctx.actor));
}
