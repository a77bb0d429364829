import { z } from "zod";
import type { Answer, Cmdlet } from "./cmdlet.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const configuration = z.object({
  Identity: z.string(),
  SyncInterval: z.string(),
  MaxConcurrentCalls: z.number(),
  MaxBatchesPerCmsSync: z.number(),
  MaxBatchesPerUserStoreSync: z.number(),
  MaxDataConfPackageSizeKB: z.number(),
  MaxHighPriQueuePercentagePerUserStoreSync: z.number(),
  WakeOnChange: z.boolean(),
});

/** The configuration as both of its cmdlets print it. */
export function configurationAnswer(json: unknown): Answer {
  return { json, text: list(readAnswer(configuration, json)) };
}

/** Get-CsBackupServiceConfiguration */
export const getConfiguration: Cmdlet = {
  name: "Get-CsBackupServiceConfiguration",
  says: "The settings of the Backup Service: one collection for the whole deployment.",
  parameters: [{ key: "identity", is: "optional", says: "Global; there is no other." }],
  example: "Get-CsBackupServiceConfiguration -AsJson",
  async run({ identity }, api) {
    const query = new URLSearchParams(typeof identity === "string" ? { identity } : {});
    return configurationAnswer(await api.get(`configuration?${query}`));
  },
};
