import { exportConcern, TONES } from "#components/status/concern.ts";
import { isExpected } from "#components/status/expected.ts";
import type { Direction } from "#components/status/snapshot.ts";
import { StateBadge } from "#components/status/state-badge.tsx";
import { shortModuleName } from "#lib/domain/backup-module.ts";

type Props = {
  readonly direction: Direction;
  /** Leave out the copies that are well. */
  readonly onlyTroubled?: boolean;
};

/** The states of a direction's copies, each with its word: what the source exports, and what the partner imports of it. */
export function LaneStates({ direction, onlyTroubled = false }: Props) {
  const { From, Status, PartnerImports } = direction;
  const lanes = Status.BackupModules.map((module) => ({
    module,
    partner: PartnerImports.find(({ Identity }) => Identity === module.Identity) ?? null,
  }));
  const shown = lanes.filter(
    ({ module, partner }) =>
      !onlyTroubled ||
      (isExpected(module) &&
        (TONES[exportConcern(module)] !== "calm" ||
          partner?.ImportStatus === "ErrorState" ||
          partner?.ImportStatus === "Unknown")),
  );
  return (
    <ul className="grid gap-1.5">
      {shown.map(({ module, partner }) => (
        <li key={module.Identity} className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sm">
          <span className="text-soft">{shortModuleName(module.Identity)}</span>
          <StateBadge
            side="export"
            state={module.ExportStatus}
            module={module.Identity}
            from={From}
            since={module.UnknownSince}
            expected={isExpected(module) ? null : "Not the CMS master: expected."}
          />
          <StateBadge
            side="import"
            state={partner?.ImportStatus ?? "NotInitialized"}
            module={module.Identity}
            from={From}
            since={partner?.UnknownSince ?? null}
          />
        </li>
      ))}
    </ul>
  );
}
