import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { configurationView } from "#lib/commands/configuration-view.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { nothingToChange, settings } from "#lib/commands/schemas.ts";
import { type Configuration, DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { settingWarnings } from "#lib/domain/setting-words.ts";

/** One setting that a change would touch, under its vendor's name. */
export type SettingChange = { readonly Setting: string; readonly From: string; readonly To: string };

/** What a change of the settings would do, for a person to look at first. Leaves no trace. */
export type ForeseenConfiguration = {
  readonly Changes: readonly SettingChange[];
  readonly Warnings: readonly string[];
};

export const Input = z.strictObject(settings);

/** What Set-CsBackupServiceConfiguration would do. */
export async function foreseeConfiguration(ctx: Context, raw: unknown): Promise<ForeseenConfiguration> {
  const given = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.foreseeConfiguration);
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(change).length === 0) throw nothingToChange();
  return foreseenBy(await ctx.ledger.configuration(), change);
}

/** What Remove-CsBackupServiceConfiguration would do. */
export async function foreseeRemoval(ctx: Context): Promise<ForeseenConfiguration> {
  requireRole(ctx, NEEDED_ROLE.foreseeRemoval);
  return foreseenBy(await ctx.ledger.configuration(), DEFAULT_CONFIGURATION);
}

/** What a change does to what holds now. */
export function foreseenBy(now: Configuration, change: Partial<Configuration>): ForeseenConfiguration {
  const becomes = { ...now, ...change };
  const after = new Map<string, unknown>(Object.entries(configurationView(becomes)));
  const Changes = Object.entries(configurationView(now))
    .filter(([name, value]) => value !== after.get(name))
    .map(([Setting, value]) => ({ Setting, From: String(value), To: String(after.get(Setting)) }));
  return { Changes, Warnings: settingWarnings(now, becomes) };
}
