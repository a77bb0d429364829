import { z } from "zod";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { table } from "./print.ts";

const removed = z.object({
  Removed: z.array(z.object({ HomePoolFqdn: z.string(), BackupModule: z.string(), Items: z.number() })),
});

/** Remove-CsUserStoreBackupData */
export const removeStandby: Cmdlet = {
  name: "Remove-CsUserStoreBackupData",
  says: "Removes what a pool still holds of former partners; the copy of its present partner stays.",
  parameters: [{ ...pool, says: "The pool that holds it." }, ...changing],
  page: () => "/topology",
  example: "Remove-CsUserStoreBackupData -PoolFqdn pool1.pairkeeper.test -WhatIf",
  async run(given, api) {
    const json = await api.send("DELETE", poolPath(given.pool, "standby"), bodyOf(given));
    return changeAnswer(json, removed, ({ Removed }) => table(Removed));
  },
};
