import type { Snapshot } from "#components/status/snapshot.ts";
import { aged } from "#lib/domain/ageing.ts";
import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";

/** The snapshot as it may be believed `ms` after it was told; pairs that were only counted age with the oldest of their evidence. */
export function believed(told: Snapshot, ms: number): Snapshot {
  const snapshot = aged(told, ms);
  const { Left, LeftAsOf = null } = told;
  const age = LeftAsOf === null ? 0 : Math.max(0, Date.parse(told.Now) - Date.parse(LeftAsOf));
  if (Left === undefined || age + ms <= UNHEARD_AFTER_MS) return snapshot;
  return { ...snapshot, Left: { unheard: Object.values(Left).reduce((all, many) => all + many, 0) } };
}
