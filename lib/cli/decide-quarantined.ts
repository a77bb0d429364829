import { z } from "zod";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Answer, type Cmdlet, changing, type Given, type Parameter, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";
import { request } from "./request-answer.ts";

const requests = z.object({ Requests: z.array(request) });

const parameters: readonly Parameter[] = [
  { ...pool, says: "The pool whose items were refused." },
  { key: "refusedItems", is: "optional", says: "Ids that Get-CsQuarantinedItem shows, with commas between them." },
  { key: "all", is: "switch", says: "All that is refused and named, instead of some by their ids." },
  { key: "module", is: "optional", says: "With -All: only what is refused of this module.", usual: "All" },
];

/** Restart-CsQuarantinedItem */
export const restartQuarantinedItem: Cmdlet = {
  name: "Restart-CsQuarantinedItem",
  says: "Sends refused items again now, skipped ones too: each arrives, or is refused anew and says so.",
  isOurs: true,
  parameters: [...parameters, ...changing],
  example: "Restart-CsQuarantinedItem -PoolFqdn pool1.pairkeeper.test -Id PresenceFocus:4be1c0ffee4be1c0",
  run: async (given, api) => answer(await api.send("POST", path(given, "retry"), body(given)), "Retry"),
};

/** Skip-CsQuarantinedItem */
export const skipQuarantinedItem: Cmdlet = {
  name: "Skip-CsQuarantinedItem",
  says: "Leaves refused items alone: held and named, never Final, alarming nobody until they change and are refused anew.",
  isOurs: true,
  parameters: [
    ...parameters,
    { key: "reason", is: "required", says: "Why: it stands in the audit and beside the item." },
    ...changing.filter(({ key }) => key !== "reason"),
  ],
  example: "Skip-CsQuarantinedItem -PoolFqdn pool1.pairkeeper.test -Id PresenceFocus:4be1c0ffee4be1c0 -Reason Known",
  run: async (given, api) => answer(await api.send("POST", path(given, "skip"), body(given)), "Skip"),
};

function path(given: Given, what: "retry" | "skip"): string {
  return poolPath(given.pool, `quarantined-items/${what}`);
}

function body(given: Given): Given {
  return bodyOf(given, "refusedItems", "all", "module");
}

function answer(json: unknown, what: string): Answer {
  return changeAnswer(json, requests, ({ Requests }) =>
    Requests.map(
      ({ Id, PoolFqdn, BackupPoolFqdn }) => `${what} of what ${BackupPoolFqdn} refused of ${PoolFqdn}: request ${Id}.`,
    ).join("\n"),
  );
}
