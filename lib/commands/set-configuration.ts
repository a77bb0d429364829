import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { changesIn } from "#lib/commands/configuration-changes.ts";
import { type ConfigurationView, configurationView } from "#lib/commands/configuration-view.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, globalIdentity, nothingToChange, settings } from "#lib/commands/schemas.ts";

export const Input = z.strictObject({ identity: globalIdentity.optional(), ...changing, ...settings });

/**
 * Set-CsBackupServiceConfiguration: holds from the next cycle on, for every pool. Returns what holds now. Other groups of the provider
 * that may read are a way in: who changes them shows first that it is them.
 */
export async function setConfiguration(ctx: Context, raw: unknown): Promise<ConfigurationView | Foreseen> {
  const { identity: _, force: __, whatIf, ...given } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.setConfiguration);
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(change).length === 0) throw nothingToChange();
  const now = await ctx.ledger.configuration();
  const groups = given.authorizedUniversalGroups ?? now.authorizedUniversalGroups;
  if (groups !== now.authorizedUniversalGroups) requireConfirmed(ctx, "way-in", whatIf);
  if (whatIf) return foreseen(changesIn(now, change));
  return configurationView(await ctx.ledger.configure(change, ctx.actor));
}
