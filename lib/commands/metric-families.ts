import type { PairsView } from "#lib/commands/get-pairs.ts";
import { type Family, type Labels, oneHot, type Sample } from "#lib/domain/exposition.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { EXPORT_STATES, IMPORT_STATES } from "#lib/domain/sample.ts";
import type { ModuleStatus, PoolStatus } from "#lib/domain/status.ts";

const ALL_EXPORTS = [...EXPORT_STATES, "Unknown"] as const;
const ALL_IMPORTS = [...IMPORT_STATES, "Unknown"] as const;

/**
 * The statuses of the pools that this service runs. Another service's pools are left to that one: here they would be Unknown for
 * good, and nobody could tell that from silence.
 */
export function ownStatuses({ Pairs }: PairsView, pools: ReadonlySet<PoolFqdn>): readonly PoolStatus[] {
  const all = Pairs.flatMap(({ Directions }) => Directions.map(({ Status }) => Status));
  return all.filter(({ PoolFqdn }) => pools.has(PoolFqdn));
}

/** The overall states of these pools with their partners (DOMAIN 3.3). */
export function poolFamilies(statuses: readonly PoolStatus[]): Family[] {
  const each = (read: (status: PoolStatus, labels: Labels) => readonly Sample[]): readonly Sample[] =>
    statuses.flatMap((status) => read(status, { pool: status.PoolFqdn, partner: status.BackupPoolFqdn }));
  return [
    {
      name: "pairkeeper_pool_export_state",
      type: "gauge",
      help: "What all exports of a pool come to: 1 for the state that holds.",
      samples: each(({ OverallExportStatus }, labels) => oneHot(ALL_EXPORTS, OverallExportStatus, labels)),
    },
    {
      name: "pairkeeper_pool_import_state",
      type: "gauge",
      help: "What all imports of a pool come to: 1 for the state that holds.",
      samples: each(({ OverallImportStatus }, labels) => oneHot(ALL_IMPORTS, OverallImportStatus, labels)),
    },
  ];
}

/** What is told of a copy: the name of its figure, and how it is read; null is not known, and is left out. */
type Figure = readonly [name: string, help: string, read: (module: ModuleStatus) => number | null];

const seconds = (at: string | null) => (at === null ? null : Date.parse(at) / 1000);

const FIGURES: readonly Figure[] = [
  ["at_risk_seconds", "Age of the oldest change that the partner is not known to have.", (one) => one.SecondsAtRisk],
  ["pending_items", "Changes that have not left.", (one) => one.PendingItems],
  ["pending_bytes", "What those carry.", (one) => one.PendingBytes],
  ["unacked_packages", "Packages that were sent and are not acknowledged.", (one) => one.UnackedPackages],
  ["unacked_items", "What those carry.", (one) => one.UnackedItems],
  [
    "oldest_unacked_timestamp_seconds",
    "When the oldest of them was published; not there when there is none.",
    (one) => seconds(one.OldestUnackedAt),
  ],
  ["held_items", "Deletions that the guard holds back.", (one) => one.HeldItems],
  ["quarantined_items", "Items that the partner refused and nobody skipped.", (one) => one.QuarantinedItems],
  ["skipped_items", "Items that the partner refused and a person skipped.", (one) => one.SkippedItems],
  ["canary_delay_seconds", "How long the last canary took to the partner and back.", (one) => one.CanaryDelaySeconds],
  ["canary_timestamp_seconds", "When the last canary was heard to have arrived.", (one) => seconds(one.CanaryAsOf)],
  ["ignored_items", "Links, sockets and devices that are left out.", (one) => one.IgnoredItems],
  ["last_cycle_timestamp_seconds", "When a cycle last ended.", (one) => seconds(one.LastCycleAt)],
  [
    "last_final_timestamp_seconds",
    "When the partner was last proved to have everything.",
    (one) => seconds(one.LastFinalAt),
  ],
  ["evidence_timestamp_seconds", "The moment of what is told of the copy.", (one) => seconds(one.AsOf)],
];

/** Every copy of these pools: one module from one pool to its partner. */
export function laneFamilies(statuses: readonly PoolStatus[]): Family[] {
  const all = statuses.flatMap((status) => status.BackupModules.map((module) => ({ status, module })));
  const out = ({ status, module }: (typeof all)[number]): Labels => ({
    from: status.PoolFqdn,
    to: status.BackupPoolFqdn,
    module: module.Identity,
  });
  const into = ({ status, module }: (typeof all)[number]): Labels => ({
    from: status.BackupPoolFqdn,
    to: status.PoolFqdn,
    module: module.Identity,
  });
  const figures = FIGURES.map(([name, help, read]): Family => {
    const samples = all.flatMap((one) => {
      const value = read(one.module);
      return value === null ? [] : [{ labels: out(one), value }];
    });
    return { name: `pairkeeper_${name}`, type: "gauge", help, samples };
  });
  return [
    {
      name: "pairkeeper_export_state",
      type: "gauge",
      help: "The export of a copy by the pool it leaves: 1 for the state that holds.",
      samples: all.flatMap((one) => oneHot(ALL_EXPORTS, one.module.ExportStatus, out(one))),
    },
    {
      name: "pairkeeper_import_state",
      type: "gauge",
      help: "The import of a copy by the pool it arrives at: 1 for the state that holds.",
      samples: all.flatMap((one) => oneHot(ALL_IMPORTS, one.module.ImportStatus, into(one))),
    },
    ...figures,
  ];
}
