import Link from "next/link";
import { expectedModules } from "#components/status/expected.ts";
import { restorePath, runPath } from "#components/status/paths.ts";
import { lossesOf, type RestoreCase, restoreCases } from "#components/status/restore-case.ts";
import type { Pair } from "#components/status/snapshot.ts";
import { PLAIN } from "#components/ui/button-looks.ts";
import { shortName } from "#lib/domain/pool.ts";
import { restoreTitle } from "./restore-words.ts";

/** What pools say that they lost; nobody who knows of no loss is told that there is none while somebody is not heard. */
export function LostList({ pairs }: { readonly pairs: readonly Pair[] }) {
  const cases = pairs.flatMap((pair) => [pair.A, pair.B].flatMap((pool) => lossesOf(restoreCases(pair, pool))));
  if (cases.length === 0)
    return <p className="rounded-2xl border border-line bg-panel px-5 py-4 text-sm">{noLoss(pairs)}</p>;
  return (
    <section aria-labelledby="lost" className="rounded-2xl border border-bad-line bg-panel">
      <h2 id="lost" className="px-4 pt-3 pb-2 font-semibold text-base sm:px-5">
        Lost, as far as the pools themselves know
      </h2>
      <ul>
        {cases.map((one) => (
          <li
            key={`${one.pool} ${one.module}`}
            data-lost={one.pool}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t px-4 py-3 sm:px-5"
          >
            <p className="min-w-0 [overflow-wrap:anywhere]">
              {restoreTitle(one)}
              <span className="block text-2xs text-soft">
                {one.pool}, {from(one)}
              </span>
            </p>
            <Link href={placeOf(one)} className={`${PLAIN} max-sm:flex-1`}>
              {pressOf(one)}
              <span className="sr-only">, {restoreTitle(one)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What runs is followed; anything else is looked at before it is asked for. */
function placeOf({ running, pool, module }: RestoreCase): string {
  return running === null ? restorePath(pool, module) : runPath(running);
}

function pressOf({ running, is, pool }: RestoreCase): string {
  if (running !== null) return "Follow the restore";
  return is === "restoring" ? "See the restore" : `Restore ${shortName(pool)}`;
}

function from({ partner }: RestoreCase): string {
  return `from the standby on ${partner}`;
}

function noLoss(pairs: readonly Pair[]): string {
  const modules = pairs.flatMap(({ Directions }) => Directions.flatMap(expectedModules));
  if (modules.length === 0) return "No pools are paired, so there is nothing to restore from.";
  const areHeard = modules.every(({ ExportStatus }) => ExportStatus !== "Unknown" && ExportStatus !== "NotInitialized");
  return areHeard
    ? "No pool says that it lost anything. To look at one all the same, pick it below."
    : "No loss is known, but not every pool is heard. To look at one, pick it below.";
}
