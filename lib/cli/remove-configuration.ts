import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing } from "./cmdlet.ts";
import { configuration } from "./get-configuration.ts";
import { list } from "./print.ts";

/** Remove-CsBackupServiceConfiguration; prints what holds now, where the original prints nothing. */
export const removeConfiguration: Cmdlet = {
  name: "Remove-CsBackupServiceConfiguration",
  says: "Sets every setting of the Backup Service back to its default.",
  parameters: [{ key: "identity", is: "required", says: "Global; there is no other." }, ...changing],
  page: () => "/settings",
  example: "Remove-CsBackupServiceConfiguration -Identity Global",
  async run(given, api) {
    return changeAnswer(await api.send("DELETE", "configuration", bodyOf(given, "identity")), configuration, list);
  },
};
