import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { type ConfigurationView, configurationView } from "#lib/commands/configuration-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { filter, globalIdentity, PARAMETERS, reading } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";

export const Input = z.strictObject({ identity: globalIdentity.optional(), filter: filter.optional(), ...reading });

/** Get-CsBackupServiceConfiguration: one collection for the whole deployment. */
export async function getConfiguration(ctx: Context, raw: unknown = {}): Promise<ConfigurationView> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getConfiguration);
  if (asked.filter !== undefined && !isMatch(asked.filter, "Global"))
    throw new Problem("bad-input", `No configuration is called ${asked.filter}.`, PARAMETERS.filter.hint, "Filter");
  return configurationView(await ctx.ledger.configuration());
}

/** `*` stands for any letters, and case does not matter. */
function isMatch(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^\w]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(name);
}
