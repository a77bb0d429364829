import { z } from "zod";
import { type Answer, type Cmdlet, moreText, onlyPool, paging, queryOf } from "./cmdlet.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";
import { type RequestTold, request, requestText, timeLeft } from "./request-answer.ts";

const requests = z.object({ Requests: z.array(request), Next: z.string().nullable().default(null) });

/** Get-CsBackupRequest: one with all that is known of it, or a table of those that run and that ended last. */
export const getRequest: Cmdlet = {
  name: "Get-CsBackupRequest",
  says: "What was asked for and how far it is: all that runs, and what ended last, newest first.",
  isOurs: true,
  parameters: [
    { key: "id", is: "optional", says: "One request, with each module's progress and receipt." },
    onlyPool,
    ...paging(),
  ],
  example: "Get-CsBackupRequest -PoolFqdn pool1.pairkeeper.test",
  async run(given, api): Promise<Answer> {
    const { id } = given;
    if (typeof id === "string") {
      const json = await api.get(`requests/${encodeURIComponent(id)}`);
      return { json, text: requestText(readAnswer(request, json)) };
    }
    const json = await api.get(`requests?${queryOf(given, "pool", "limit", "next")}`);
    const { Requests, Next } = readAnswer(requests, json);
    return { json, text: [table(Requests.map(row)), ...moreText(Next)].join("\n") };
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
