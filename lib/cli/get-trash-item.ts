import { z } from "zod";
import { type Cmdlet, module, moreText, paging, pool, queryOf } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { poolPath } from "./pool-path.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const trash = z.object({
  IsCut: z.boolean(),
  Next: z.string().nullable().default(null),
  TrashItems: z.array(
    z.object({
      Id: z.string(),
      DeletedAt: z.string(),
      BackupModule: z.string(),
      Table: z.string().nullable(),
      Path: z.string(),
      IsFolder: z.boolean(),
      Bytes: z.number().nullable(),
    }),
  ),
});

/** Get-CsTrashItem */
export const getTrashItem: Cmdlet = {
  name: "Get-CsTrashItem",
  says: "What was deleted of a pool within 7 days and can be had back, the latest first.",
  isOurs: true,
  parameters: [
    { ...pool, says: "The pool whose it was." },
    module,
    { key: "name", is: "optional", says: "Only what has this text in its path or key." },
    { key: "after", is: "optional", says: "Only what was deleted at or after this moment." },
    { key: "before", is: "optional", says: "Only what was deleted before this moment." },
    ...paging(),
  ],
  page: (given) => ofPool(given, "/pools/*/trash"),
  example: "Get-CsTrashItem -PoolFqdn pool1.pairkeeper.test -Name slides -After 2026-11-21T08:00:00Z",
  async run(given, api) {
    const query = queryOf(given, "module", "name", "after", "before", "limit", "next");
    const json = await api.get(poolPath(given.pool, `trash?${query}`));
    const { TrashItems, IsCut, Next } = readAnswer(trash, json);
    const cut = IsCut ? ["There is more than can be listed: narrow it with -Name, -After or -Before."] : [];
    const items = TrashItems.length === 0 ? "Nothing of it is in the trash." : table(TrashItems);
    return { json, text: [items, ...moreText(Next), ...cut].join("\n") };
  },
};
