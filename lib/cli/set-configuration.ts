import { nothingToChange, PARAMETERS } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { SETTING_WORDS } from "#lib/domain/setting-words.ts";
import { changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, type Given, type Parameter } from "./cmdlet.ts";
import { configuration } from "./get-configuration.ts";
import { list } from "./print.ts";

const identity: Parameter = { key: "identity", is: "optional", says: "Global; there is no other." };

const KEYS = Object.keys(SETTING_WORDS) as (keyof typeof SETTING_WORDS)[];

const SETTINGS: readonly Parameter[] = KEYS.map((key) => ({ key, is: "optional", says: SETTING_WORDS[key] }));

/** Set-CsBackupServiceConfiguration; prints what holds now, where the original prints nothing. */
export const setConfiguration: Cmdlet = {
  name: "Set-CsBackupServiceConfiguration",
  says: "Changes the settings of the Backup Service, for every pool. At least one setting is given.",
  parameters: [
    ...SETTINGS,
    identity,
    { key: "instance", is: "optional", says: "A configuration as -AsJson prints it; settings given beside it win." },
    ...changing,
  ],
  page: () => "/settings",
  example: "Set-CsBackupServiceConfiguration -SyncInterval 00:03:00",
  async run(given, api) {
    const asked = SETTINGS.filter(({ key }) => given[key] !== undefined);
    if (asked.length === 0 && given.instance === undefined) throw nothingToChange();
    const parameters = [identity, ...asked, ...changing.filter(({ key }) => key === "whatIf")];
    const body = parameters.map(({ key }) => [PARAMETERS[key].name, given[key]]);
    const json = await api.send("PATCH", "configuration", { ...instanceOf(given), ...spelled(body) });
    return changeAnswer(json, configuration, list);
  },
};

function spelled(body: readonly (readonly unknown[])[]): Record<string, unknown> {
  return Object.fromEntries(body.filter(([, value]) => value !== undefined));
}

/** The settings of -Instance. Throws Problem "bad-input" for what is no configuration as JSON. */
function instanceOf({ instance }: Given): Record<string, unknown> {
  if (typeof instance !== "string") return {};
  const read = parsed(instance);
  if (typeof read === "object" && read !== null && !Array.isArray(read)) return { ...read };
  const { name, hint } = PARAMETERS.instance;
  throw new Problem("bad-input", `-${name} is no configuration as JSON.`, hint, name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
