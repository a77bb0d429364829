import { useId, useState } from "react";
import { copiesName, elsewherePool } from "#components/status/evidence.ts";
import { isOpen } from "#components/status/progress.ts";
import type { Direction } from "#components/status/snapshot.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { shortName } from "#lib/domain/pool.ts";
import { reaches } from "#lib/domain/reach.ts";
import { LateSyncDialog } from "./late-sync-dialog.tsx";
import { SyncLine } from "./sync-line.tsx";
import { SyncMenu } from "./sync-menu.tsx";
import type { SyncDoor } from "./sync-now.ts";
import { useSync } from "./use-sync.ts";

type Props = { readonly direction: Direction; readonly sync: SyncDoor };

/** Sync now for one direction: one press for everything, a small menu for one module, and what became of it. */
export function SyncCell({ direction, sync }: Props) {
  const line = useId();
  const [isLooking, setLooking] = useState(false);
  const { press, isPending, answer } = useSync(direction.From, sync);
  const isReached = reaches(sync.pools, direction.From);
  if (!sync.maySync || !isReached)
    return (
      <p className="text-2xs text-soft max-wide:order-2 max-sm:order-4 max-sm:col-span-full">
        Sync now needs the role operator{isReached ? "" : ` for ${shortName(direction.From)}`}.
      </p>
    );
  if (elsewherePool(direction) === direction.From)
    return (
      <p className="text-2xs text-soft max-wide:order-2 max-sm:order-4 max-sm:col-span-full">
        Ask for a sync at the service that runs {shortName(direction.From)}.
      </p>
    );
  const running = openModules(direction);
  const isBusy = isPending || (running.size > 0 && !sync.isOffline && !hasFailed(direction));
  return (
    <>
      <div className="flex max-wide:order-2 max-sm:order-4 max-sm:col-span-full">
        <button
          type="button"
          data-sync={direction.From}
          aria-disabled={isBusy}
          aria-describedby={line}
          onClick={() => !isBusy && press("All")}
          className="moves min-h-12 flex-1 rounded-l-xl border border-edge bg-raised px-3 text-sm hover:border-accent aria-disabled:cursor-default aria-disabled:text-soft lg:min-h-10"
        >
          {isBusy ? "Sync running" : "Sync now"}
          <span className="sr-only"> {copiesName(direction)}</span>
        </button>
        <SyncMenu direction={direction} running={running} press={press} look={() => setLooking(true)} />
      </div>
      {isLooking && <LateSyncDialog direction={direction} close={() => setLooking(false)} press={press} />}
      <SyncLine id={line} direction={direction} isAsking={isPending} isOffline={sync.isOffline} answer={answer} />
    </>
  );
}

function openModules({ Requests }: Direction): ReadonlySet<ModuleName> {
  const runs = Requests.filter(isOpen).flatMap((sync) => sync.Modules);
  return new Set(runs.filter((run) => run.EndedAt === null).map((run) => run.Identity));
}

/** A sync that hangs on a fault may be asked for again once the cause is gone. */
function hasFailed({ Status }: Direction): boolean {
  return Status.BackupModules.some((module) => module.ExportStatus === "ErrorState");
}
