import type { Snapshot } from "#components/status/snapshot.ts";
import { aged } from "#lib/domain/ageing.ts";
import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";

/** The snapshot as it may be believed `ms` after it was told; of pairs that were only counted, the counts age too. */
export function believed(told: Snapshot, ms: number): Snapshot {
  const snapshot = aged(told, ms);
  if (snapshot.Left === undefined || ms <= UNHEARD_AFTER_MS) return snapshot;
  return { ...snapshot, Left: { unheard: Object.values(snapshot.Left).reduce((all, many) => all + many, 0) } };
}
