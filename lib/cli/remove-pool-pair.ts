import { z } from "zod";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";

const parted = z.object({ PoolFqdn: z.string(), FormerBackupPoolFqdn: z.string() });

/** Remove-CsPoolPair */
export const removePoolPair: Cmdlet = {
  name: "Remove-CsPoolPair",
  says: "Parts a pool and its partner. Each keeps the other's standby data, which is no longer updated.",
  isOurs: true,
  parameters: [{ ...pool, says: "Either pool of the pair." }, ...changing],
  page: () => "/topology",
  example: "Remove-CsPoolPair -PoolFqdn pool3.pairkeeper.test",
  async run(given, api) {
    const json = await api.send("DELETE", poolPath(given.pool, "relationship"), bodyOf(given));
    return changeAnswer(
      json,
      parted,
      ({ PoolFqdn, FormerBackupPoolFqdn }) => `${PoolFqdn} and ${FormerBackupPoolFqdn} are parted.`,
    );
  },
};
