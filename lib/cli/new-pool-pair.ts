import { z } from "zod";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { request } from "./request-answer.ts";

const pair = z.object({
  PoolFqdn: z.string(),
  BackupPoolFqdn: z.string(),
  Warnings: z.array(z.string()),
  Requests: z.array(request),
});

/** New-CsPoolPair */
export const newPoolPair: Cmdlet = {
  name: "New-CsPoolPair",
  says: "Pairs two pools: from now on each backs the other up. Everything is pushed once in both directions.",
  isOurs: true,
  parameters: [
    pool,
    { key: "backupPool", is: "required", says: "The other pool; neither may be in another pair." },
    ...changing,
  ],
  page: () => "/topology",
  example: "New-CsPoolPair -PoolFqdn pool3.pairkeeper.test -BackupPoolFqdn pool4.pairkeeper.test",
  async run(given, api) {
    const json = await api.send("POST", poolPath(given.pool, "relationship"), bodyOf(given, "backupPool"));
    return changeAnswer(json, pair, ({ PoolFqdn, BackupPoolFqdn, Warnings, Requests }) =>
      [
        `${PoolFqdn} and ${BackupPoolFqdn} are paired.`,
        ...Warnings.map((warning) => `Warning: ${warning}`),
        ...Requests.map(({ Id, PoolFqdn: from }) => `First push of ${from}: request ${Id}.`),
      ].join("\n"),
    );
  },
};
