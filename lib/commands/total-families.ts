import type { ExportReport } from "#lib/domain/evidence.ts";
import { type Family, histogram, type Labels } from "#lib/domain/exposition.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { ACK_BOUNDS, CYCLE_BOUNDS, type LaneTotals, type Took } from "#lib/domain/lane-totals.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";
import { CYCLE_ENDS, type Traffic } from "#lib/domain/trail.ts";
import type { Evidence } from "#lib/ports/ledger.ts";

const labelsOf = ({ from, to, module }: Lane): Labels => ({ from, to, module });

const TRAFFIC: readonly (readonly [name: string, help: string, part: keyof Traffic])[] = [
  ["sent_items_total", "Items that left, since the engine began.", "sentItems"],
  ["sent_bytes_total", "What those carried.", "sentBytes"],
  ["acked_items_total", "Items that the partner acknowledged, since the engine began.", "ackedItems"],
  ["acked_bytes_total", "What those carried.", "ackedBytes"],
];

/** What copies carried in the run of the engine that is heard; nothing while none is. */
export function trafficFamilies({ exports, topology }: Evidence, runId: string | null): Family[] {
  const own = exports.filter((report) => report.runId === runId && isPaired(topology, report.lane));
  return TRAFFIC.map(([name, help, part]) => ({
    name: `pairkeeper_${name}`,
    type: "counter",
    help,
    samples: own.map(({ lane, traffic }: ExportReport) => ({ labels: labelsOf(lane), value: traffic[part] })),
  }));
}

/** What copies of the pairs that there are did since the ledger counts. */
export function totalFamilies(all: readonly LaneTotals[], topology: Topology): Family[] {
  const totals = all.filter(({ lane }) => isPaired(topology, lane));
  const took = (bounds: readonly number[], read: (of: LaneTotals) => Took) =>
    totals.flatMap((one) => {
      const { counts, sumMs } = read(one);
      return histogram(bounds, { counts, sumSeconds: sumMs / 1000 }, labelsOf(one.lane));
    });
  return [
    {
      name: "pairkeeper_cycles_total",
      type: "counter",
      help: "Cycles by how they ended: through, at a limit, failed, or to be done again.",
      samples: totals.flatMap(({ lane, cycles }) =>
        CYCLE_ENDS.map((end) => ({ labels: { ...labelsOf(lane), end }, value: cycles[end] })),
      ),
    },
    {
      name: "pairkeeper_cycle_duration_seconds",
      type: "histogram",
      help: "How long cycles took.",
      samples: took(CYCLE_BOUNDS, ({ cyclesTook }) => cyclesTook),
    },
    {
      name: "pairkeeper_ack_delay_seconds",
      type: "histogram",
      help: "How long packages took from being published to being acknowledged.",
      samples: took(ACK_BOUNDS, ({ acksTook }) => acksTook),
    },
  ];
}

/** Former pairs would be labels for ever. */
function isPaired(topology: Topology, { from, to }: Lane): boolean {
  return partnerOf(topology, from) === to;
}
