import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { laneAsked } from "#lib/commands/lane-asked.ts";
import { cycleView, errorMark, packageView, positionView, requestMark, stateView } from "#lib/commands/lane-views.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { lastSeconds, moduleSelection, moment, poolFqdn } from "#lib/commands/schemas.ts";
import { spanAsked } from "#lib/commands/span-asked.ts";
import { type Heard, readEvidence } from "#lib/commands/status-question.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { isSameLane, type Lane } from "#lib/domain/lane.ts";
import type { LaneHistoryView, RefusedView } from "#lib/domain/lane-history.ts";
import { placeOf } from "#lib/domain/quarantine.ts";

export const Input = z.strictObject({
  pool: poolFqdn,
  module: moduleSelection,
  after: moment.optional(),
  before: moment.optional(),
  lastSeconds: lastSeconds.optional(),
});

const USUAL_MS = 24 * 3_600_000;
/** So many of each are told, the latest. */
const MOST_STATES = 300;
const MOST_CYCLES = 100;
const MOST_PACKAGES = 50;
const MOST_REQUESTS = 100;

/** The story of one copy: its states, cycles and packages, where it stands, and what a chart is marked with. */
export async function getLaneHistory(ctx: Context, raw: unknown): Promise<LaneHistoryView> {
  const asked = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.getLaneHistory, asked.pool);
  const heard = await readEvidence(ctx);
  const lane = laneAsked(ctx, heard.evidence.topology, asked.pool, asked.module);
  const span = spanAsked(asked, heard.now, USUAL_MS);
  const { history } = ctx;
  const exports = await history.states(lane, "export", span, MOST_STATES);
  const imports = await history.states(lane, "import", span, MOST_STATES);
  const states = [...exports, ...imports].sort((a, b) => a.fromAt - b.fromAt);
  const packages = await history.packages(lane, MOST_PACKAGES);
  const requests = await history.requests(lane, span, MOST_REQUESTS);
  const marks = [
    ...requests.map(({ request }) => requestMark(request)),
    ...states.filter(({ state }) => state === "ErrorState").map(errorMark),
  ].filter((mark) => mark !== null);
  const heardUntil = heard.hearing.fresh ? null : (heard.hearing.heardAt ?? span.from);
  return {
    PoolFqdn: lane.from,
    BackupPoolFqdn: lane.to,
    BackupModule: lane.module,
    From: isoInstant(span.from),
    To: isoInstant(span.to),
    Epoch: await history.epoch(lane),
    SentUpTo: positionView(packages.find(({ returnedAt }) => returnedAt === null)),
    AckedUpTo: positionView(packages.find(({ ackedAt }) => ackedAt !== null)),
    States: states.map((one) => stateView(one, heardUntil)),
    Cycles: (await history.cycles(lane, span, MOST_CYCLES)).map(cycleView),
    Packages: packages.map(packageView),
    Marks: marks.filter(({ At }) => Date.parse(At) > span.from).sort((a, b) => a.At.localeCompare(b.At)),
    Refused: refusedOf(heard, lane),
  };
}

/** By the partner's last word, as its exporter heard it. */
function refusedOf({ evidence, hearing }: Heard, lane: Lane): readonly RefusedView[] {
  const report = evidence.exports.find((one) => isSameLane(one.lane, lane));
  if (!hearing.fresh || report?.runId !== hearing.runId) return [];
  return (report.partner?.quarantine?.named ?? []).map((item) => ({
    Item: placeOf(item),
    Code: item.code,
    Sentence: item.sentence,
    Since: item.since,
  }));
}
