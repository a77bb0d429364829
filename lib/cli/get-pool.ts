import { z } from "zod";
import { type Cmdlet, pool } from "./cmdlet.ts";
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

const pools = z.object({ Pools: z.array(poolTold) });

/** Get-CsPool */
export const getPool: Cmdlet = {
  name: "Get-CsPool",
  says: "Every pool of the deployment, paired or not.",
  isOurs: true,
  parameters: [{ ...pool, is: "optional", says: "Only this pool." }],
  page: () => "/topology",
  example: "Get-CsPool",
  async run({ pool: asked }, api) {
    const query = new URLSearchParams(typeof asked === "string" ? { pool: asked } : {});
    const json = await api.get(`pools?${query}`);
    return { json, text: table(readAnswer(pools, json).Pools) };
  },
};
