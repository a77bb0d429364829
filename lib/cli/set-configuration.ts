import { nothingToChange, PARAMETERS } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, type Given, type Parameter } from "./cmdlet.ts";
import { configuration } from "./get-configuration.ts";
import { list } from "./print.ts";

const identity: Parameter = { key: "identity", is: "optional", says: "Global; there is no other." };

const SETTINGS: readonly Parameter[] = [
  { key: "syncInterval", is: "optional", says: "Time between cycles, 00:00:05 to 03:00:00." },
  { key: "maxConcurrentCalls", is: "optional", says: "Directions of modules at work at once, 1 to 1000." },
  { key: "maxBatchesPerCmsSync", is: "optional", says: "Batches that a cycle of the CMS module carries at most." },
  {
    key: "maxBatchesPerUserStoreSync",
    is: "optional",
    says: "Batches that a cycle of any other module of rows carries at most.",
  },
  {
    key: "maxDataConfPackageSizeKB",
    is: "optional",
    says: "KiB that a cycle of a module of files carries at most; a larger file goes alone.",
  },
  {
    key: "maxHighPriQueuePercentagePerUserStoreSync",
    is: "optional",
    says: "Share of a row cycle that users, contacts and directories may claim, 0 to 100.",
  },
  {
    key: "enableRgsBackupService",
    is: "optional",
    says: "Whether the modules of Response Groups are listed; there are none yet. True or false.",
  },
  {
    key: "authorizedUniversalGroups",
    is: "optional",
    says: "Groups that may read status, with commas between them. Kept: sign-in goes by roles, not by groups yet.",
  },
  { key: "authorizedLocalAccounts", is: "optional", says: "Kept for compatibility, without effect here." },
  {
    key: "wakeOnChange",
    is: "optional",
    says: "Ours, not the original's: a change starts a cycle at once, at most one a second. True or false.",
  },
];

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
