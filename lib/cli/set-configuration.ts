import { nothingToChange, PARAMETERS } from "#lib/commands/schemas.ts";
import { type Cmdlet, force, type Parameter } from "./cmdlet.ts";
import { configurationAnswer } from "./get-configuration.ts";

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
    key: "wakeOnChange",
    is: "optional",
    says: "Ours, not the original's: a change starts a cycle at once, at most one a second. True or false.",
  },
];

/** Set-CsBackupServiceConfiguration; prints what holds now, where the original prints nothing. */
export const setConfiguration: Cmdlet = {
  name: "Set-CsBackupServiceConfiguration",
  says: "Changes the settings of the Backup Service, for every pool. At least one setting is given.",
  parameters: [...SETTINGS, identity, force],
  example: "Set-CsBackupServiceConfiguration -SyncInterval 00:03:00",
  async run(given, api) {
    const asked = SETTINGS.filter(({ key }) => given[key] !== undefined);
    if (asked.length === 0) throw nothingToChange();
    const body = [identity, ...asked].map(({ key }) => [PARAMETERS[key].name, given[key]]);
    return configurationAnswer(await api.send("PATCH", "configuration", Object.fromEntries(body)));
  },
};
