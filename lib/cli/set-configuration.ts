import { type Cmdlet, force } from "./cmdlet.ts";
import { configurationAnswer } from "./get-configuration.ts";

/** Set-CsBackupServiceConfiguration; prints what holds now, where the original prints nothing. */
export const setConfiguration: Cmdlet = {
  name: "Set-CsBackupServiceConfiguration",
  says: "Changes the settings of the Backup Service, for every pool.",
  parameters: [
    { key: "syncInterval", is: "required", says: "Time between cycles, 00:00:05 to 03:00:00." },
    { key: "identity", is: "optional", says: "Global; there is no other." },
    force,
  ],
  example: "Set-CsBackupServiceConfiguration -SyncInterval 00:03:00",
  async run({ syncInterval, identity }, api) {
    return configurationAnswer(
      await api.send("PATCH", "configuration", { SyncInterval: syncInterval, Identity: identity }),
    );
  },
};
