import { z } from "zod";
import { type Cmdlet, module, onlyPool } from "./cmdlet.ts";
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
});

/** Get-CsQuarantinedItem */
export const getQuarantinedItem: Cmdlet = {
  name: "Get-CsQuarantinedItem",
  says: "Items that a pool's partner refused and holds: why, since when, how often they were tried, and who skipped them.",
  isOurs: true,
  parameters: [onlyPool, module],
  example: "Get-CsQuarantinedItem -PoolFqdn pool1.pairkeeper.test -BackupModule PresenceFocus",
  async run({ pool, module: only }, api) {
    const query = new URLSearchParams();
    if (typeof pool === "string") query.set("pool", pool);
    if (typeof only === "string") query.set("backupModule", only);
    const json = await api.get(`quarantined-items?${query}`);
    const { QuarantinedItems: all, NotNamed } = readAnswer(quarantine, json);
    const text = all.map(({ Skipped, ...item }) =>
      list({ ...item, Skipped: Skipped && `by ${Skipped.By} at ${Skipped.At}: ${Skipped.Reason}` }),
    );
    if (NotNamed > 0) text.push(`${NotNamed} more are held and not named: each has its turn.`);
    return { json, text: text.length === 0 ? "Nothing is refused." : text.join("\n\n") };
  },
};
