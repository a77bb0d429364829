import { z } from "zod";
import { type Answer, type Cmdlet, onlyPool } from "./cmdlet.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";
import { type RequestTold, request, requestText, timeLeft } from "./request-answer.ts";

const requests = z.object({ Requests: z.array(request) });

/** Get-CsBackupRequest: one with all that is known of it, or a table of those that run and that ended last. */
export const getRequest: Cmdlet = {
  name: "Get-CsBackupRequest",
  says: "What was asked for and how far it is: all that runs, and what ended last, newest first.",
  isOurs: true,
  parameters: [{ key: "id", is: "optional", says: "One request, with each module's progress and receipt." }, onlyPool],
  example: "Get-CsBackupRequest -PoolFqdn pool1.pairkeeper.test",
  async run({ id, pool }, api): Promise<Answer> {
    if (typeof id === "string") {
      const json = await api.get(`requests/${encodeURIComponent(id)}`);
      return { json, text: requestText(readAnswer(request, json)) };
    }
    const query = new URLSearchParams(typeof pool === "string" ? { pool } : {});
    const json = await api.get(`requests?${query}`);
    return { json, text: table(readAnswer(requests, json).Requests.map(row)) };
  },
};

function row({ Modules, Id, What, PoolFqdn, BackupPoolFqdn, State, RequestedBy, RequestedAt }: RequestTold) {
  const sum = (of: (run: RequestTold["Modules"][number]) => number | null) =>
    Modules.reduce((total: number | null, run) => {
      const each = of(run);
      return total === null || each === null ? null : total + each;
    }, 0);
  const longest = (of: (run: RequestTold["Modules"][number]) => number | null) => {
    const known = Modules.flatMap((run) => of(run) ?? []);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    Id,
    What,
    PoolFqdn,
    BackupPoolFqdn,
    State,
    Items: sum((run) => run.TotalItems),
    Acked: sum((run) => run.AckedItems),
    TimeLeft: timeLeft(
      longest((run) => run.SecondsLeftAtLeast),
      longest((run) => run.SecondsLeftAtMost),
    ),
    RequestedBy,
    RequestedAt,
  };
}
