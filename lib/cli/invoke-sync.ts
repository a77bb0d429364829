import { bodyOf } from "./ask-to-change.ts";
import { type Cmdlet, changing, module, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { acceptedAnswer } from "./request-answer.ts";

/** Invoke-CsBackupServiceSync: returns when the request is accepted, not when it is done. The original prints nothing. */
export const invokeSync: Cmdlet = {
  name: "Invoke-CsBackupServiceSync",
  says: "Pushes all data of a pool to its partner now, without waiting for the interval.",
  parameters: [pool, module, ...changing],
  example: "Invoke-CsBackupServiceSync -PoolFqdn pool1.pairkeeper.test -BackupModule ConfServices.DataConf",
  async run(given, api) {
    return acceptedAnswer(await api.send("POST", poolPath(given.pool, "sync"), bodyOf(given, "module")), "Sync");
  },
};
