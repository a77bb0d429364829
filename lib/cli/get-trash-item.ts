import { z } from "zod";
import { type Cmdlet, module, pool } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { poolPath } from "./pool-path.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const trash = z.object({
  IsCut: z.boolean(),
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
  ],
  page: (given) => ofPool(given, "/pools/*/trash"),
  example: "Get-CsTrashItem -PoolFqdn pool1.pairkeeper.test -Name slides -After 2026-11-21T08:00:00Z",
  async run({ pool: asked, module: only, name, after, before }, api) {
    const given = { backupModule: only, name, after, before };
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(given)) if (typeof value === "string") query.set(key, value);
    const json = await api.get(poolPath(asked, `trash?${query}`));
    const { TrashItems, IsCut } = readAnswer(trash, json);
    const more = IsCut ? ["There is more: narrow it with -Name, -After or -Before."] : [];
    const items = TrashItems.length === 0 ? "Nothing of it is in the trash." : table(TrashItems);
    return { json, text: [items, ...more].join("\n") };
  },
};
