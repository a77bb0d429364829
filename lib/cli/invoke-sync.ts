import { type Cmdlet, force, module, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { acceptedAnswer } from "./request-answer.ts";

/** Invoke-CsBackupServiceSync: returns when the request is accepted, not when it is done. The original prints nothing. */
export const invokeSync: Cmdlet = {
  name: "Invoke-CsBackupServiceSync",
  says: "Pushes all data of a pool to its partner now, without waiting for the interval.",
  parameters: [pool, module, force],
  example: "Invoke-CsBackupServiceSync -PoolFqdn pool1.pairkeeper.test -BackupModule ConfServices.DataConf",
  async run({ pool: asked, module: only }, api) {
    return acceptedAnswer(await api.send("POST", poolPath(asked, "sync"), { module: only }), "Sync");
  },
};
