import { z } from "zod";
import { type Cmdlet, force, localStore } from "./cmdlet.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

/** The configuration as the server tells it. */
export const configuration = z.object({
  Identity: z.string(),
  SyncInterval: z.string(),
  MaxConcurrentCalls: z.number(),
  MaxBatchesPerCmsSync: z.number(),
  MaxBatchesPerUserStoreSync: z.number(),
  MaxDataConfPackageSizeKB: z.number(),
  MaxHighPriQueuePercentagePerUserStoreSync: z.number(),
  EnableRgsBackupService: z.boolean(),
  AuthorizedUniversalGroups: z.string(),
  AuthorizedLocalAccounts: z.string(),
  WakeOnChange: z.boolean(),
});

/** Get-CsBackupServiceConfiguration */
export const getConfiguration: Cmdlet = {
  name: "Get-CsBackupServiceConfiguration",
  says: "The settings of the Backup Service: one collection for the whole deployment.",
  parameters: [
    { key: "identity", is: "optional", says: "Global; there is no other." },
    { key: "filter", is: "optional", says: "A name with * for any letters; it must match Global." },
    localStore,
    force,
  ],
  page: () => "/settings",
  example: "Get-CsBackupServiceConfiguration -AsJson",
  async run({ identity, filter }, api) {
    const query = new URLSearchParams();
    if (typeof identity === "string") query.set("identity", identity);
    if (typeof filter === "string") query.set("filter", filter);
    const json = await api.get(`configuration?${query}`);
    return { json, text: list(readAnswer(configuration, json)) };
  },
};
