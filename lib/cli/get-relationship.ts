import { z } from "zod";
import { type Cmdlet, force, localStore, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const relationship = z.object({ PoolFqdn: z.string(), BackupPoolFqdn: z.string() });

/** Get-CsPoolBackupRelationship */
export const getRelationship: Cmdlet = {
  name: "Get-CsPoolBackupRelationship",
  says: "Which pool backs this one up.",
  parameters: [pool, localStore, force],
  example: "Get-CsPoolBackupRelationship -PoolFqdn pool1.pairkeeper.test",
  async run({ pool: asked }, api) {
    const json = await api.get(poolPath(asked, "relationship"));
    return { json, text: list(readAnswer(relationship, json)) };
  },
};
