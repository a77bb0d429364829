import type { ExportReport, ImportReport } from "#lib/domain/evidence.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { carries, type SyncRun } from "#lib/domain/request.ts";
import type { Evidence, RequestWithRuns } from "#lib/ports/ledger.ts";

/** Evidence by lane: with hundreds of pairs it is asked thousands of times, for each judgement. */
export type EvidenceIndex = {
  exported(lane: Lane): ExportReport | null;
  imported(lane: Lane): ImportReport | null;
  /** The parts of requests in this lane that have not ended; of compares, which carry nothing, neither these nor those tell. */
  openRuns(lane: Lane): readonly SyncRun[];
  requestsFrom(pool: PoolFqdn): readonly RequestWithRuns[];
};

/** One index for each reading, made when it is first asked for: evidence never changes. */
const indexes = new WeakMap<Evidence, EvidenceIndex>();

export function indexOf(evidence: Evidence): EvidenceIndex {
  const known = indexes.get(evidence);
  if (known !== undefined) return known;
  const made = makeIndex(evidence);
  indexes.set(evidence, made);
  return made;
}

function makeIndex({ exports, imports, requests }: Evidence): EvidenceIndex {
  const exported = new Map(exports.map((report) => [nameOf(report.lane), report]));
  const imported = new Map(imports.map((report) => [nameOf(report.lane), report]));
  const carrying = requests.filter(({ request }) => carries(request.what));
  const open = carrying.flatMap(({ runs }) => runs).filter((run) => run.endedAt === null);
  const runs = Map.groupBy(open, (run) => nameOf(run.lane));
  const asked = Map.groupBy(carrying, ({ request }) => request.from);
  return {
    exported: (lane) => exported.get(nameOf(lane)) ?? null,
    imported: (lane) => imported.get(nameOf(lane)) ?? null,
    openRuns: (lane) => runs.get(nameOf(lane)) ?? [],
    requestsFrom: (pool) => asked.get(pool) ?? [],
  };
}

function nameOf({ from, to, module }: Lane): string {
  return `${from} ${to} ${module}`;
}
