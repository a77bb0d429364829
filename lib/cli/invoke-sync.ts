import { z } from "zod";
import { type Cmdlet, force, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { readAnswer } from "./read-answer.ts";

const request = z.object({ Id: z.string(), PoolFqdn: z.string(), BackupPoolFqdn: z.string() });

/** Invoke-CsBackupServiceSync: returns when the request is accepted, not when it is done. The original prints nothing. */
export const invokeSync: Cmdlet = {
  name: "Invoke-CsBackupServiceSync",
  says: "Pushes all data of a pool to its partner now, without waiting for the interval.",
  parameters: [pool, { key: "module", is: "optional", says: "Only this module; All when it is left out." }, force],
  example: "Invoke-CsBackupServiceSync -PoolFqdn pool1.pairkeeper.test -BackupModule ConfServices.DataConf",
  async run({ pool: asked, module }, api) {
    const json = await api.send("POST", poolPath(asked, "sync"), { module });
    const { Id, PoolFqdn, BackupPoolFqdn } = readAnswer(request, json);
    return { json, text: `Sync of ${PoolFqdn} to ${BackupPoolFqdn} accepted: request ${Id}.` };
  },
};
