import { z } from "zod";
import { type Cmdlet, module, pool } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { poolPath } from "./pool-path.ts";
import { list, table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const loss = z.object({
  ReadAt: z.string(),
  Loss: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  Items: z.array(
    z.object({
      Since: z.string(),
      Why: z.string(),
      BackupModule: z.string(),
      Table: z.string().nullable(),
      Name: z.array(z.string()),
      IsDeletion: z.boolean(),
    }),
  ),
  Next: z.string().nullable(),
});

/** Get-CsBackupLoss */
export const getLoss: Cmdlet = {
  name: "Get-CsBackupLoss",
  says: "What would be lost if a pool died now: how much, since when, and each item that its partner is not known to have.",
  isOurs: true,
  parameters: [
    { ...pool, says: "The pool that might die." },
    module,
    { key: "order", is: "optional", says: "oldest or newest first; oldest when it is left out." },
    { key: "limit", is: "optional", says: "At most so many items, 1 to 200; 100 when it is left out." },
    { key: "next", is: "optional", says: "Goes on after a page: what it said to be Next." },
  ],
  page: (given) => ofPool(given, "/pools/*/loss"),
  example: "Get-CsBackupLoss -PoolFqdn pool1.pairkeeper.test -Order newest",
  async run({ pool: asked, module: only, order, limit, next }, api) {
    const given = { backupModule: only, order, limit, next };
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(given)) if (typeof value === "string") query.set(key, value);
    const json = await api.get(poolPath(asked, `loss?${query}`));
    const { Loss, ReadAt, Items, Next } = readAnswer(loss, json);
    const rows = Items.map(({ Name, ...item }) => ({ ...item, Name: Name.join(" ") }));
    const items = rows.length === 0 ? "Nothing is known to be missing on its partner." : table(rows);
    const more = Next === null ? [] : [`There is more: -Next ${Next}`];
    return { json, text: [list({ ...Loss, ReadAt }), "", items, ...more].join("\n") };
  },
};
