import { z } from "zod";
import { type Cmdlet, module, moreText, paging, pool, queryOf } from "./cmdlet.ts";
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
    { key: "order", is: "optional", says: "What comes first.", usual: "oldest" },
    ...paging(100),
  ],
  page: (given) => ofPool(given, "/pools/*/loss"),
  example: "Get-CsBackupLoss -PoolFqdn pool1.pairkeeper.test -Order newest",
  async run(given, api) {
    const query = queryOf(given, "module", "order", "limit", "next");
    const json = await api.get(poolPath(given.pool, `loss?${query}`));
    const { Loss, ReadAt, Items, Next } = readAnswer(loss, json);
    const rows = Items.map(({ Name, ...item }) => ({ ...item, Name: Name.join(" ") }));
    const items = rows.length === 0 ? "Nothing is known to be missing on its partner." : table(rows);
    return { json, text: [list({ ...Loss, ReadAt }), "", items, ...moreText(Next)].join("\n") };
  },
};
