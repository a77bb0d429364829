import { bodyOf } from "./ask-to-change.ts";
import { type Cmdlet, changing, pool } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { poolPath } from "./pool-path.ts";
import { acceptedAnswer } from "./request-answer.ts";

/** Approve-CsHeldDeletion */
export const approveHeldDeletion: Cmdlet = {
  name: "Approve-CsHeldDeletion",
  says: "Lets held deletions go: exactly the set that was shown, and no other.",
  isOurs: true,
  parameters: [
    pool,
    { key: "module", is: "required", says: "The module whose deletions are held." },
    { key: "token", is: "required", says: "The token of the set, as Get-CsHeldDeletion shows it." },
    ...changing,
  ],
  page: (given) => ofPool(given, "/pools/*/held"),
  example: "Approve-CsHeldDeletion -PoolFqdn pool1.pairkeeper.test -BackupModule DataConf -Token 4be1",
  async run(given, api) {
    const json = await api.send("POST", poolPath(given.pool, "held-deletions"), bodyOf(given, "module", "token"));
    return acceptedAnswer(json, "Release of held deletions");
  },
};
