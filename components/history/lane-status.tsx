import Link from "next/link";
import { CanaryLine } from "#components/canary/canary-line.tsx";
import { RefusedLine } from "#components/pairs/refused-line.tsx";
import { WaitLine } from "#components/pairs/wait-line.tsx";
import { exportConcern, riskOf, riskText, TARGET_SECONDS, TONES } from "#components/status/concern.ts";
import { doing } from "#components/status/doing.ts";
import { isExpected } from "#components/status/expected.ts";
import { Moment } from "#components/status/moment.tsx";
import { guidePath, heldPath } from "#components/status/paths.ts";
import type { Direction } from "#components/status/snapshot.ts";
import { StateBadge } from "#components/status/state-badge.tsx";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { forecastWords } from "#lib/domain/forecast-words.ts";
import { shortName } from "#lib/domain/pool.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import { EXPORT_STATES } from "#lib/domain/state-words.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

type Props = { readonly direction: Direction; readonly module: ModuleStatus; readonly now: string };

/** How one copy is: its states, why, what to do, what is at risk, and what it comes to if all goes on as it does. */
export function LaneStatus({ direction, module, now }: Props) {
  const { From, To, Faces } = direction;
  const partner = direction.PartnerImports.find(({ Identity }) => Identity === module.Identity) ?? null;
  return (
    <div className="grid gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="grid content-start gap-2">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sm text-soft">
          Export
          <StateBadge
            side="export"
            state={module.ExportStatus}
            module={module.Identity}
            from={From}
            since={module.UnknownSince}
            expected={isExpected(module) ? null : REASONS["not-cms-master"].says}
          />
          {module.AsOf !== null && module.ExportStatus !== "Unknown" && (
            <span className="text-2xs">
              as of <Moment at={module.AsOf} />
            </span>
          )}
        </p>
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sm text-soft">
          Import on {shortName(To)}
          <StateBadge
            side="import"
            state={partner?.ImportStatus ?? "NotInitialized"}
            module={module.Identity}
            from={From}
            since={partner?.UnknownSince ?? null}
          />
          {partner !== null && partner.AsOf !== null && partner.ImportStatus !== "Unknown" && (
            <span className="text-2xs">
              as of <Moment at={partner.AsOf} />
            </span>
          )}
        </p>
        <Why module={module} />
        <WaitLine module={module} to={To} faces={Faces} now={now} />
        <RefusedLine module={module} partner={partner} faces={Faces} by={To} />
        <CanaryLine module={module} from={From} to={To} />
        {(module.HeldItems ?? 0) > 0 && (
          <Link href={heldPath(From)} className={`inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}>
            See what is held
          </Link>
        )}
      </div>
      <Risk direction={direction} module={module} now={now} />
    </div>
  );
}

/** What the state or its reason means, what it puts at risk, and what to do about it (A5). */
function Why({ module }: { readonly module: ModuleStatus }) {
  const { Reason, ExportStatus, LastError } = module;
  const row = Reason === null ? EXPORT_STATES[ExportStatus] : REASONS[Reason];
  return (
    <div className="grid gap-1 text-pretty text-sm">
      <p>{row.says}</p>
      <p className="text-soft">
        At risk: {row.risk} To do: {module.DoesNotDrain ? doing(row.next) : row.next}{" "}
        <Link href={guidePath(Reason ?? ExportStatus)} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
          More in the guide
        </Link>
      </p>
      {LastError !== null && (
        <p className="text-2xs text-soft [overflow-wrap:anywhere]">
          {LastError.Side}: {LastError.Path !== null && <code className="font-mono text-ink">{LastError.Path}</code>}{" "}
          {LastError.Sentence} First at <Moment at={LastError.FirstAt} />.
        </p>
      )}
    </div>
  );
}

function Risk({ direction, module, now }: Props) {
  const alone = { Status: { ...direction.Status, BackupModules: [module] } };
  const risk = isExpected(module) ? riskOf(alone) : null;
  const isLate = risk !== null && risk.seconds > TARGET_SECONDS;
  const foreseen = forecastWords(module, now);
  return (
    <div data-tone={isLate ? "bad" : TONES[exportConcern(module)]} className="group grid content-start gap-0.5">
      <p className="text-2xs text-soft">At risk</p>
      <p
        data-lane-risk
        className="whitespace-nowrap font-semibold text-2xl tracking-tight group-data-[tone=bad]:text-bad group-data-[tone=warn]:text-warn"
      >
        {risk === null ? <span className="text-soft">Not known</span> : riskText(risk)}
      </p>
      <p className="text-2xs text-soft">age of the oldest change that the partner is not known to have</p>
      {foreseen.map((words) => (
        <p key={words} data-forecast className="text-sm text-warn first-letter:uppercase">
          {words}
        </p>
      ))}
    </div>
  );
}
