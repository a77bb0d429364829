import { z } from "zod";
import type { Api } from "./api.ts";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Answer, type Cmdlet, changing, type Hands, pool } from "./cmdlet.ts";
import { compareText, found } from "./compare-text.ts";
import { poolPath } from "./pool-path.ts";
import { readAnswer } from "./read-answer.ts";

const run = z.object({
  Identity: z.string(),
  Problem: z.string().nullable(),
  End: z.string().nullable(),
  Found: found.nullable(),
});

const request = z.object({
  Id: z.string(),
  PoolFqdn: z.string(),
  BackupPoolFqdn: z.string(),
  State: z.string(),
  Modules: z.array(run),
});
type Told = z.infer<typeof request>;

const requests = z.object({ Requests: z.array(request) });

const LOOK_MS = 1_000;

/** Debug-CsInterPoolReplication: waits until both directions were compared; exit 1 where anything differs or failed. */
export const debugInterPoolReplication: Cmdlet = {
  name: "Debug-CsInterPoolReplication",
  says: "Compares the data stores of a pool and its backup pool, in both directions, and says what differs.",
  parameters: [
    pool,
    {
      key: "module",
      is: "optional",
      says: "All, CentralMgmt, PresenceFocus, DataConf, or any other spelling of a module.",
      usual: "All",
    },
    {
      key: "resyncSignatureMismatchItems",
      is: "switch",
      says: "What differs is sent again, and compared once more when it has arrived.",
    },
    {
      key: "suppressMultiMasterDetection",
      is: "switch",
      says: "Does not look for items that both pools own.",
    },
    {
      key: "databaseCommandTimeoutInSeconds",
      is: "optional",
      says: "How long a side may take to tell what it holds; as long as it takes when it is left out.",
    },
    {
      key: "direction",
      is: "optional",
      says: "Pairkeeper's own: out for what the pool owns, in for what its partner owns.",
      usual: "both",
    },
    {
      key: "sample",
      is: "switch",
      says: "Pairkeeper's own: reads one file in 20, and of the others what their folder tells. Rows are read whole.",
    },
    ...changing,
  ],
  example: "Debug-CsInterPoolReplication -PoolFqdn pool1.pairkeeper.test -BackupModule PresenceFocus",
  async run(given, api, hands) {
    const body = bodyOf(
      given,
      "module",
      "direction",
      "resyncSignatureMismatchItems",
      "suppressMultiMasterDetection",
      "databaseCommandTimeoutInSeconds",
      "sample",
    );
    const json = await api.send("POST", poolPath(given.pool, "compare"), body);
    if (given.whatIf) return changeAnswer(json, requests, () => "");
    const asked = readAnswer(requests, json).Requests;
    const ended = [];
    for (const { Id } of asked) ended.push(await waitFor(Id, api, hands));
    return answerOf(ended);
  },
};

type Ended = { readonly json: unknown; readonly told: Told };

/** It goes on in the service whether anybody waits or not: Get-CsBackupRequest follows it, Stop-CsBackupRequest ends it. */
async function waitFor(id: string, api: Api, hands: Hands): Promise<Ended> {
  for (;;) {
    const json = await api.get(`requests/${encodeURIComponent(id)}`);
    const told = readAnswer(request, json);
    if (["Done", "Failed", "Cancelled"].includes(told.State)) return { json, told };
    await hands.sleep(LOOK_MS);
  }
}

function answerOf(ended: readonly Ended[]): Answer {
  const lines = ended.flatMap(({ told }) => told.Modules.map((module) => line(told, module)));
  const isEqual = ended.every(({ told }) => told.Modules.every(isGood));
  return {
    json: { IsEqual: isEqual, Requests: ended.map(({ json }) => json) },
    text: lines.join("\n"),
    exit: isEqual ? 0 : 1,
  };
}

function isGood({ End, Found }: z.infer<typeof run>): boolean {
  if (End !== "done") return false;
  return Found === null || Found.Different + Found.Missing + Found.Extra + Found.OwnedByBoth === 0;
}

function line({ Id, PoolFqdn, BackupPoolFqdn }: Told, { Identity, Problem, End, Found }: z.infer<typeof run>): string {
  const copy = `${Identity} of ${PoolFqdn} on ${BackupPoolFqdn}`;
  if (Found !== null) return `${copy}: ${compareText(Found)}`;
  const how =
    End === "done" ? "nothing is copied here" : `${End ?? "not ended"}${Problem === null ? "" : `: ${Problem}`}`;
  return `${copy}: ${how} (request ${Id})`;
}
