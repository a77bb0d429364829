"use server";

import type { Configured, Edits, ToldReview } from "#components/settings/setting-row.ts";
import type { Pressed } from "#components/ui/pressed.ts";
import type { ConfigurationView } from "#lib/commands/configuration-view.ts";
import { foreseeConfiguration, foreseeRemoval } from "#lib/commands/foresee-configuration.ts";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import { removeConfiguration } from "#lib/commands/remove-configuration.ts";
import { setConfiguration } from "#lib/commands/set-configuration.ts";
import { press } from "../pressed.ts";

/** What a change would do. */
export async function reviewSettings(edits: Edits): Promise<Pressed<ToldReview>> {
  return press((ctx) => foreseeConfiguration(ctx, edits));
}

/** Set-CsBackupServiceConfiguration */
export async function changeSettings(edits: Edits, why: string): Promise<Pressed<Configured>> {
  return press(async (ctx) => configured(await setConfiguration(ctx, edits)), why);
}

/** What going back to the defaults would do. */
export async function reviewReset(): Promise<Pressed<ToldReview>> {
  return press((ctx) => foreseeRemoval(ctx));
}

/** Remove-CsBackupServiceConfiguration */
export async function resetSettings(why: string): Promise<Pressed<Configured>> {
  return press(async (ctx) => configured(await removeConfiguration(ctx, { identity: "Global" })), why);
}

function configured(answer: ConfigurationView | Foreseen): Configured {
  if ("WhatIf" in answer) throw new Error("it was to be done, not told");
  return { ...answer };
}
