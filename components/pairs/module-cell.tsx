import { scanMoment } from "#components/status/evidence.ts";
import { moduleWords } from "#components/status/module-words.ts";
import { Moment } from "#components/status/moment.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { StateBadge } from "#components/status/state-badge.tsx";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { WaitLine } from "./wait-line.tsx";

type Props = {
  readonly from: PoolFqdn;
  readonly to: PoolFqdn;
  readonly module: ModuleStatus;
  readonly partner: Direction["PartnerImports"][number] | null;
  readonly now: string;
};

const LINE = "grid min-h-7 grid-cols-[2.9rem_minmax(0,1fr)] items-baseline text-2xs text-soft";
const FACE = "flex flex-wrap items-baseline gap-x-2";

/** One module in one direction: Export and Import, each with the moment it speaks for, and what waits. */
export function ModuleCell({ from, to, module, partner, now }: Props) {
  const name = module.Identity;
  return (
    <div>
      <h4 className="mb-1 text-2xs text-soft wide:sr-only">
        {name} · {moduleWords(name).plain.toLowerCase()}
      </h4>
      <p className={LINE}>
        <span>Export</span>
        <span className={FACE}>
          <StateBadge side="export" state={module.ExportStatus} module={name} from={from} since={module.UnknownSince} />
          {module.ExportStatus !== "Unknown" && <ExportMoment module={module} />}
        </span>
      </p>
      <p className={LINE}>
        <span>Import</span>
        <span className={FACE}>
          <StateBadge
            side="import"
            state={partner?.ImportStatus ?? "NotInitialized"}
            module={name}
            from={from}
            since={partner?.UnknownSince ?? null}
          />
          {partner !== null && partner.ImportStatus !== "Unknown" && partner.AsOf !== null && (
            <span title={`${to}'s own word, as ${from} heard it`}>
              as of <Moment at={partner.AsOf} />
            </span>
          )}
        </span>
      </p>
      <WaitLine module={module} now={now} />
    </div>
  );
}

function ExportMoment({ module }: { readonly module: ModuleStatus }) {
  const { AsOf, ExportStatus } = module;
  const scannedAt = ExportStatus === "ErrorState" ? null : scanMoment(module); // an error is as of when it was met
  if (ExportStatus === "NotInitialized") return null;
  if (scannedAt !== null)
    return (
      <span>
        as of scan <Moment at={scannedAt} />
      </span>
    );
  if (AsOf === null) return null;
  return (
    <span>
      as of <Moment at={AsOf} />
    </span>
  );
}
