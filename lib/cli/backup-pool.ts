import { PARAMETERS, poolFqdn } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Api } from "./api.ts";
import { bodyOf } from "./ask-to-change.ts";
import { backupReport, reportPath } from "./backup-report.ts";
import { type Answer, type Cmdlet, changing, type Given, type Hands, localStore, pool } from "./cmdlet.ts";
import { type Patience, patienceOf } from "./patience.ts";
import { poolPath } from "./pool-path.ts";
import { readAnswer } from "./read-answer.ts";
import { acceptedAnswer, request } from "./request-answer.ts";
import { type Waited, waitForState } from "./wait-for-state.ts";

const STEADY = ["SteadyState", "FinalState"];
const FINAL = ["FinalState"];

/** Backup-CsPool: sends what changed now and waits for the state; exit 1 with how far it is when that does not come. */
export const backupPool: Cmdlet = {
  name: "Backup-CsPool",
  says: "Sends what changed on a pool to its partner now, and waits until it is there.",
  parameters: [
    pool,
    { key: "category", is: "optional", says: "Only modules of this category." },
    {
      key: "steadyState",
      is: "switch",
      says: "Waits until all that changed is on its way: SteadyState or FinalState.",
    },
    {
      key: "fullBackup",
      is: "switch",
      says: "Waits until the partner has all of it: FinalState. So it is without both.",
    },
    { key: "failedOverPoolOnly", is: "switch", says: "With -FullBackup: only if the pool is failed over." },
    {
      key: "waitTime",
      is: "optional",
      says: "Between two looks at the state, hh:mm:ss or seconds.",
      usual: "00:00:05",
    },
    { key: "retryCount", is: "optional", says: "Looks before it gives up.", usual: "60" },
    {
      key: "report",
      is: "optional",
      says: "An HTML file for the report, overwritten; else one in the temporary folder.",
    },
    localStore,
    ...changing,
  ],
  example: "Backup-CsPool -PoolFqdn pool1.pairkeeper.test -SteadyState -WaitTime 00:00:05 -RetryCount 30",
  async run(given, api, hands) {
    const patience = patienceOf(given);
    const path = poolPath(given.pool, "backup");
    if (!given.whatIf) startReport(given, hands); // a report that cannot be written is told before anything is asked
    const body = bodyOf(given, "category", "steadyState", "fullBackup", "failedOverPoolOnly");
    const json = await api.send("POST", path, body);
    return given.whatIf ? acceptedAnswer(json, "Backup") : waited(json, given, patience, api, hands);
  },
};

async function waited(json: unknown, given: Given, patience: Patience, api: Api, hands: Hands): Promise<Answer> {
  const category = typeof given.category === "string" ? given.category : null;
  const states = given.steadyState ? STEADY : FINAL;
  const asked = readAnswer(request, json);
  const end = await waitForState({ request: asked, category, states }, patience, api, hands);
  const report = placeOf(given, hands);
  hands.write(report, backupReport(end));
  const { isReached, state } = end;
  return {
    json: { IsReached: isReached, State: state, Report: report, Request: end.request },
    text: [...end.steps, summary(end), `Report: ${report}`].join("\n"),
    exit: isReached ? 0 : 1,
  };
}

function placeOf({ report, pool: asked }: Given, { tempFolder }: Hands): string {
  if (typeof report === "string") return report;
  const fqdn = poolFqdn.safeParse(asked);
  return reportPath(tempFolder, fqdn.success ? fqdn.data : "");
}

function startReport(given: Given, hands: Hands): void {
  const place = placeOf(given, hands);
  try {
    hands.write(place, `<!doctype html>\n<title>Backup</title>\n<p>The backup runs.</p>\n`);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    const { name, hint } = PARAMETERS.report;
    throw new Problem("bad-input", `-${name} ${JSON.stringify(place)} cannot be written (${why}).`, hint, name);
  }
}

function summary({ isReached, request: { Id, PoolFqdn, State, Modules }, state }: Waited): string {
  if (isReached) return `${PoolFqdn} is in ${state}: request ${Id} is ${State}.`;
  const left = Modules.filter(({ EndedAt }) => EndedAt === null).map(
    ({ Identity, Phase, LeftItems, InFlightItems }) =>
      `${Identity} is ${Phase}, ${LeftItems} items left and ${InFlightItems} not acknowledged`,
  );
  const problems = Modules.flatMap(({ Identity, Problem }) => (Problem === null ? [] : [`${Identity}: ${Problem}`]));
  const how = [...left, ...problems].join("; ");
  return `Gave up: ${PoolFqdn} is in ${state}, request ${Id} is ${State}${how === "" ? "" : `: ${how}`}.`;
}
