import { z } from "zod";
import { type Cmdlet, module, moreText, onlyPool, paging, queryOf } from "./cmdlet.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const quarantine = z.object({
  QuarantinedItems: z.array(
    z.object({
      Id: z.string(),
      PoolFqdn: z.string(),
      BackupPoolFqdn: z.string(),
      BackupModule: z.string(),
      Item: z.string(),
      Code: z.string(),
      Sentence: z.string(),
      FirstSeen: z.string(),
      Tries: z.number(),
      LastTryAt: z.string().nullable(),
      NextTryAt: z.string().nullable(),
      Skipped: z.object({ By: z.string(), At: z.string(), Reason: z.string() }).nullable(),
      AsOf: z.string(),
    }),
  ),
  NotNamed: z.number(),
  Next: z.string().nullable().default(null),
});

/** Get-CsQuarantinedItem */
export const getQuarantinedItem: Cmdlet = {
  name: "Get-CsQuarantinedItem",
  says: "Items that a pool's partner refused and holds: why, since when, how often they were tried, and who skipped them.",
  isOurs: true,
  parameters: [onlyPool, module, ...paging()],
  example: "Get-CsQuarantinedItem -PoolFqdn pool1.pairkeeper.test -BackupModule PresenceFocus",
  async run(given, api) {
    const json = await api.get(`quarantined-items?${queryOf(given, "pool", "module", "limit", "next")}`);
    const { QuarantinedItems: all, NotNamed, Next } = readAnswer(quarantine, json);
    const text = all.map(({ Skipped, ...item }) =>
      list({ ...item, Skipped: Skipped && `by ${Skipped.By} at ${Skipped.At}: ${Skipped.Reason}` }),
    );
    if (NotNamed > 0) text.push(`${NotNamed} more are held and not named: each has its turn.`);
    text.push(...moreText(Next));
    return { json, text: text.length === 0 ? "Nothing is refused." : text.join("\n\n") };
  },
};
