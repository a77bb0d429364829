import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import Link from "next/link";
import { CONFIGURATION_KEY } from "#components/settings/configuration-query.ts";
import { LiveSettings, type SettingsDoor } from "#components/settings/live-settings.tsx";
import type { SettingFace } from "#components/settings/setting-row.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { configurationView } from "#lib/commands/configuration-view.ts";
import { getConfiguration } from "#lib/commands/get-configuration.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { PARAMETERS } from "#lib/commands/schemas.ts";
import { type Configuration, DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { lacking } from "#lib/domain/may.ts";
import { boundsOf, SETTING_WORDS } from "#lib/domain/setting-words.ts";
import { signedIn } from "../../session.ts";
import { changeSettings, resetSettings, reviewReset, reviewSettings } from "./actions.ts";

export const metadata: Metadata = { title: "Settings" };

const DOOR: SettingsDoor = {
  review: reviewSettings,
  change: changeSettings,
  reviewReset,
  reset: resetSettings,
};

/** The deployment's one configuration (DOMAIN 2.1): read by everybody, changed by administrators. */
export default async function SettingsPage() {
  const ctx = await signedIn();
  const client = new QueryClient();
  client.setQueryData(CONFIGURATION_KEY, { ...(await getConfiguration(ctx)) });
  const { role } = ctx.actor;
  const lacks = lacking(ctx.actor, NEEDED_ROLE.setConfiguration);
  return (
    <div className="mx-auto grid max-w-[56rem] gap-3">
      <Panel label="Settings">
        <header className="grid gap-1.5">
          <h1 className="font-semibold text-[1.375rem] tracking-tight">Settings</h1>
          <p className="text-pretty text-sm text-soft">
            One configuration for the whole deployment: every pool shares it. The same by command line:{" "}
            <Link href="/guide#set-interval" className={TEXT_LINK}>
              in the guide
            </Link>
            .
          </p>
          <p className="text-sm text-soft">
            Screens that show the wall are let in on the page{" "}
            <Link href="/settings/displays" className={TEXT_LINK}>
              Displays
            </Link>
            ; who may sign in stands on the page{" "}
            <Link href="/settings/accounts" className={TEXT_LINK}>
              Accounts
            </Link>
            , and the ways in for programs on the page{" "}
            <Link href="/settings/tokens" className={TEXT_LINK}>
              Tokens
            </Link>
            .
          </p>
          {lacks !== null && (
            <p className="rounded-xl border border-line bg-ground px-4 py-3 text-sm">
              You are {role}: the settings are changed by who holds the role {lacks}.
            </p>
          )}
        </header>
        <HydrationBoundary state={dehydrate(client)}>
          <LiveSettings faces={FACES} door={lacks === null ? DOOR : null} />
        </HydrationBoundary>
      </Panel>
    </div>
  );
}

const KEYS = Object.keys(SETTING_WORDS) as (keyof Configuration)[];
const DEFAULTS = new Map<string, unknown>(Object.entries(configurationView(DEFAULT_CONFIGURATION)));

const FACES: readonly SettingFace[] = KEYS.map((key) => {
  const { name } = PARAMETERS[key];
  return {
    key,
    name,
    says: SETTING_WORDS[key],
    is: kindOf(key),
    bounds: boundsOf(key),
    byDefault: String(DEFAULTS.get(name)),
  };
});

function kindOf(key: keyof Configuration): SettingFace["is"] {
  if (key === "syncInterval") return "time";
  return { boolean: "truth", number: "number", string: "names" }[
    typeof DEFAULT_CONFIGURATION[key] as "boolean" | "number" | "string"
  ] as SettingFace["is"];
}
