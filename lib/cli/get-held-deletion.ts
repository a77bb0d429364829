import { z } from "zod";
import { type Cmdlet, moreText, onlyPool, paging, queryOf } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const held = z.object({
  HeldDeletions: z.array(
    z.object({
      PoolFqdn: z.string(),
      BackupPoolFqdn: z.string(),
      BackupModule: z.string(),
      Items: z.number(),
      Since: z.string(),
      Token: z.string(),
      Named: z.array(z.string()),
      AsOf: z.string(),
    }),
  ),
  Next: z.string().nullable().default(null),
});

/** Get-CsHeldDeletion */
export const getHeldDeletion: Cmdlet = {
  name: "Get-CsHeldDeletion",
  says: "Deletions that the guard holds back because they are so many: which, since when, and the token of the set.",
  isOurs: true,
  parameters: [onlyPool, ...paging()],
  page: (given) => ofPool(given, "/pools/*/held"),
  example: "Get-CsHeldDeletion -PoolFqdn pool1.pairkeeper.test",
  async run(given, api) {
    const json = await api.get(`held-deletions?${queryOf(given, "pool", "limit", "next")}`);
    const { HeldDeletions: all, Next } = readAnswer(held, json);
    const text = all.map(({ Named, ...set }) => [list(set), ...Named.map((name) => `  ${name}`)].join("\n"));
    text.push(...moreText(Next));
    return { json, text: text.length === 0 ? "No deletion is held." : text.join("\n\n") };
  },
};
