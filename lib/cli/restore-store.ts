import { bodyOf } from "./ask-to-change.ts";
import { type Cmdlet, changing, module, pool } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { poolPath } from "./pool-path.ts";
import { acceptedAnswer } from "./request-answer.ts";

/** Restore-CsBackupStore */
export const restoreStore: Cmdlet = {
  name: "Restore-CsBackupStore",
  says: "Brings a lost store of a pool back: taken as it stands, or restored from the partner. Exactly one of the two.",
  isOurs: true,
  parameters: [
    { ...pool, says: "The pool whose store was lost." },
    module,
    { key: "adopt", is: "switch", says: "What stands there stays, and what only the partner has comes back." },
    {
      key: "fromPartner",
      is: "switch",
      says: "What stands there moves to the trash, and the partner's copy comes back.",
    },
    ...changing,
  ],
  page: (given) => ofPool(given, "/pools/*/restore"),
  example: "Restore-CsBackupStore -PoolFqdn pool1.pairkeeper.test -BackupModule DataConf -FromPartner",
  async run(given, api) {
    const body = bodyOf(given, "module", "adopt", "fromPartner");
    return acceptedAnswer(await api.send("POST", poolPath(given.pool, "restore"), body), "Restore");
  },
};
