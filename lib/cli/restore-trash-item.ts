import { z } from "zod";
import type { Api } from "./api.ts";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Answer, type Cmdlet, changing, type Given, pool } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { poolPath } from "./pool-path.ts";
import { request } from "./request-answer.ts";

const requests = z.object({ Requests: z.array(request) });

/** So many ids are sent at once: an answer of the server takes that many and no more. */
const LOT = 200;

/** Restore-CsTrashItem */
export const restoreTrashItem: Cmdlet = {
  name: "Restore-CsTrashItem",
  says: "Brings deleted things back to their pool, a folder with all below; what stands in their place is left alone.",
  isOurs: true,
  parameters: [
    { ...pool, says: "The pool whose it was." },
    { key: "trashItems", is: "required", says: "Ids that Get-CsTrashItem shows, with commas between them." },
    ...changing,
  ],
  page: (given) => ofPool(given, "/pools/*/trash"),
  example: "Restore-CsTrashItem -PoolFqdn pool1.pairkeeper.test -Id DataConf:20261121T120000Z-1-2%2Fslides.pptx",
  async run(given, api) {
    const ids = String(given.trashItems)
      .split(",")
      .filter((id) => id.trim() !== "");
    const answers: Answer[] = [];
    for (let from = 0; from < Math.max(1, ids.length); from += LOT)
      answers.push(await bringBack(given, ids.slice(from, from + LOT), api));
    const [first] = answers;
    if (answers.length === 1 && first) return first;
    return { json: answers.map(({ json }) => json), text: answers.map(({ text }) => text).join("\n") };
  },
};

async function bringBack(given: Given, ids: readonly string[], api: Api): Promise<Answer> {
  const body = { ...bodyOf(given), trashItems: ids };
  return changeAnswer(await api.send("POST", poolPath(given.pool, "trash"), body), requests, ({ Requests }) =>
    Requests.map(
      ({ Id, PoolFqdn, BackupPoolFqdn }) => `Back from ${PoolFqdn} to ${BackupPoolFqdn}: request ${Id}.`,
    ).join("\n"),
  );
}
