import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { changesIn } from "#lib/commands/configuration-changes.ts";
import { type ConfigurationView, configurationView } from "#lib/commands/configuration-view.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, globalIdentity } from "#lib/commands/schemas.ts";
import { DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";

export const Input = z.strictObject({ identity: globalIdentity, ...changing });

/** Remove-CsBackupServiceConfiguration: the one configuration there is goes back to its defaults (DOMAIN 2.1). */
export async function removeConfiguration(ctx: Context, raw: unknown): Promise<ConfigurationView | Foreseen> {
  const { whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.removeConfiguration);
  requireConfirmed(ctx, "for-good", whatIf);
  if (whatIf) return foreseen(changesIn(await ctx.ledger.configuration(), DEFAULT_CONFIGURATION));
  return configurationView(await ctx.ledger.configure(DEFAULT_CONFIGURATION, ctx.actor));
}
