import Link from "next/link";
import { SparkCell } from "#components/history/spark-cell.tsx";
import { restoreLink } from "#components/restore/restore-words.ts";
import { elsewherePool } from "#components/status/evidence.ts";
import { LossLine } from "#components/status/loss-line.tsx";
import { restorePath } from "#components/status/paths.ts";
import type { RestoreCase } from "#components/status/restore-case.ts";
import type { Direction } from "#components/status/snapshot.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { shortName } from "#lib/domain/pool.ts";
import { ModuleCell } from "./module-cell.tsx";
import { RiskCell } from "./risk-cell.tsx";
import { MODULES, RISK, ROW } from "./row-grid.ts";
import { SyncCell } from "./sync-cell.tsx";
import type { SyncDoor } from "./sync-now.ts";

type Props = {
  readonly direction: Direction;
  /** What of the source wants to be restored first; null when nothing does. */
  readonly lost: RestoreCase | null;
  readonly now: string;
  readonly sync: SyncDoor;
};

/** One direction: what the source exports, what the partner imports of it (D15), what is at risk, and Sync now. */
export function DirectionRow({ direction, lost, now, sync }: Props) {
  const { From, To, Status, PartnerImports, Faces } = direction;
  return (
    <section
      aria-label={`${shortName(From)} to ${shortName(To)}`}
      data-row={From}
      className="border-line border-t py-4"
    >
      <div className={ROW}>
        <div>
          <h3 className="font-semibold text-[0.9375rem]">
            <span className="whitespace-nowrap">{shortName(From)} →</span>{" "}
            <span className="whitespace-nowrap">{shortName(To)}</span>
          </h3>
          <p className="mt-0.5 text-2xs text-soft [overflow-wrap:anywhere]">
            {elsewherePool(direction) === From ? "run by another service" : frontEnd(Status.ActiveMachineFqdn)}
          </p>
          {lost !== null && (
            <Link
              href={restorePath(lost.pool, lost.module)}
              className={`inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}
            >
              {restoreLink(lost)}
            </Link>
          )}
        </div>
        <div className={MODULES}>
          {Status.BackupModules.map((module) => (
            <ModuleCell
              key={module.Identity}
              from={From}
              to={To}
              module={module}
              faces={Faces}
              partner={PartnerImports.find(({ Identity }) => Identity === module.Identity) ?? null}
              now={now}
            />
          ))}
        </div>
        <div className={RISK}>
          <div className="max-wide:hidden min-[104rem]:w-26">
            <SparkCell from={From} />
          </div>
          <RiskCell direction={direction} now={now} />
        </div>
        <SyncCell direction={direction} sync={sync} />
      </div>
      <div className="px-4 pt-2.5 sm:px-5">
        <LossLine direction={direction} />
      </div>
    </section>
  );
}

function frontEnd(machine: string | null): string {
  return machine === null ? "front end not heard" : `front end ${machine}`;
}
