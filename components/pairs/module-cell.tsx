import Link from "next/link";
import { copiesName, scanMoment } from "#components/status/evidence.ts";
import { isExpected } from "#components/status/expected.ts";
import { moduleTitle, moduleWords } from "#components/status/module-words.ts";
import { Moment } from "#components/status/moment.tsx";
import { lanePath } from "#components/status/paths.ts";
import { StateBadge } from "#components/status/state-badge.tsx";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import type { FaceView, PartnerImport } from "#lib/domain/direction-status.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { RefusedLine } from "./refused-line.tsx";
import { WaitLine } from "./wait-line.tsx";

type Props = {
  readonly from: PoolFqdn;
  readonly to: PoolFqdn;
  readonly module: ModuleStatus;
  readonly partner: PartnerImport | null;
  readonly faces: readonly FaceView[];
  readonly now: string;
};

const LINE = "grid min-h-7 py-px grid-cols-[2.9rem_minmax(0,1fr)] items-baseline text-2xs text-soft";
const FACE = "flex flex-wrap items-baseline gap-x-2 gap-y-0.5";

/** One module in one direction: Export and Import, each with the moment it speaks for, and what waits. */
export function ModuleCell({ from, to, module, partner, faces, now }: Props) {
  const name = module.Identity;
  return (
    <div>
      <h4 className="mb-1 text-2xs text-soft wide:sr-only">{moduleTitle(name, faces)}</h4>
      <p className={LINE}>
        <span>Export</span>
        <span className={FACE}>
          <StateBadge
            side="export"
            state={module.ExportStatus}
            module={name}
            from={from}
            since={module.UnknownSince}
            expected={isExpected(module) ? null : REASONS["not-cms-master"].says}
          />
          {module.ExportStatus !== "Unknown" && <ExportMoment module={module} faces={faces} />}
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
      <WaitLine module={module} to={to} faces={faces} now={now}>
        <Link
          href={lanePath(from, name)}
          className={`inline-flex min-h-6 items-center whitespace-nowrap ${TEXT_LINK} max-lg:min-h-8`}
        >
          Its past
          <span className="sr-only">
            : {moduleWords(name, faces).short} {copiesName({ From: from, To: to })}
          </span>
        </Link>
      </WaitLine>
      <RefusedLine module={module} partner={partner} faces={faces} by={to} />
    </div>
  );
}

function ExportMoment({ module, faces }: Pick<Props, "module" | "faces">) {
  const { AsOf, ExportStatus } = module;
  const scannedAt = ExportStatus === "ErrorState" ? null : scanMoment(module, faces); // an error is as of when it was met
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
