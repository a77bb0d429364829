import { z } from "zod";
import { type Cmdlet, moreText, paging, pool, queryOf } from "./cmdlet.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

/** A pool as the server tells it. */
export const poolTold = z.object({
  PoolFqdn: z.string(),
  BackupPoolFqdn: z.string().nullable(),
  Site: z.string(),
  Edition: z.string(),
  IsCmsMaster: z.boolean(),
  IsMade: z.boolean(),
  IsHere: z.boolean(),
  FileStore: z.string().nullable(),
  UserStore: z.string().nullable(),
});

const pools = z.object({ Pools: z.array(poolTold), Next: z.string().nullable().default(null) });

/** Get-CsPool */
export const getPool: Cmdlet = {
  name: "Get-CsPool",
  says: "Every pool of the deployment, paired or not.",
  isOurs: true,
  parameters: [{ ...pool, is: "optional", says: "Only this pool." }, ...paging()],
  page: () => "/topology",
  example: "Get-CsPool",
  async run(given, api) {
    const json = await api.get(`pools?${queryOf(given, "pool", "limit", "next")}`);
    const { Pools, Next } = readAnswer(pools, json);
    return { json, text: [table(Pools), ...moreText(Next)].join("\n") };
  },
};
