import type { Snapshot } from "#components/status/snapshot.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";

/** Every reason that a snapshot names. */
export function reasonsIn({ Pairs }: Snapshot): readonly ReasonCode[] {
  const sides = Pairs.flatMap(({ Directions }) =>
    Directions.flatMap(({ Status, PartnerImports }) => [...Status.BackupModules, ...PartnerImports]),
  );
  const named = sides.flatMap((side) => [side.Reason, "LastError" in side ? (side.LastError?.Code ?? null) : null]);
  return [...new Set(named.filter((reason) => reason !== null))];
}
