import { z } from "zod";
import type { Api } from "./api.ts";
import type { Hands } from "./cmdlet.ts";
import type { Patience } from "./patience.ts";
import { poolPath } from "./pool-path.ts";
import { readAnswer } from "./read-answer.ts";
import { type RequestTold, request as requestShape } from "./request-answer.ts";

const status = z.object({
  OverallExportStatus: z.string(),
  BackupModules: z.array(z.object({ Identity: z.string(), ExportStatus: z.string() })),
});

/** What a wait came to. `steps` are the states as they were seen, each once. */
export type Waited = {
  readonly isReached: boolean;
  readonly request: RequestTold;
  readonly state: string;
  readonly steps: readonly string[];
};

/** What is waited for: a request's pool, and the states that are good enough. */
export type Awaited = {
  readonly request: RequestTold;
  readonly category: string | null;
  readonly states: readonly string[];
};

/**
 * Looks at the status until it is one of `states`, the request ended otherwise, or patience is at its end. Every status is asked
 * after the request was accepted, so none of it is of before (D16).
 */
export async function waitForState(awaited: Awaited, patience: Patience, api: Api, hands: Hands): Promise<Waited> {
  const steps: string[] = [];
  for (let look = 1; ; look += 1) {
    const request = readAnswer(requestShape, await api.get(`requests/${awaited.request.Id}`));
    const { state, words } = await lookAt(awaited, api);
    if (steps.at(-1) !== words) steps.push(words);
    const isBroken = request.State === "Failed" || request.State === "Cancelled";
    const isReached = !isBroken && awaited.states.includes(state);
    if (isReached || isBroken || look >= patience.looks) return { isReached, request, state, steps };
    await hands.sleep(patience.waitMs);
  }
}

async function lookAt({ request, category }: Awaited, api: Api) {
  const query = new URLSearchParams(category === null ? {} : { category });
  const told = readAnswer(status, await api.get(poolPath(request.PoolFqdn, `status?${query}`)));
  const modules = told.BackupModules.map(({ Identity, ExportStatus }) => `${Identity} ${ExportStatus}`);
  return { state: told.OverallExportStatus, words: modules.join(", ") };
}
