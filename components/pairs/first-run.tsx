import { type ReactNode, useEffect, useState } from "react";
import type { Pair } from "#components/status/snapshot.ts";

const OVER = "pairkeeper.first-run-is-over";

/** A browser may forbid to remember; then the hint is there until something was copied. */
function remembered(): boolean {
  try {
    return localStorage.getItem(OVER) !== null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(OVER, "yes");
  } catch {
    // it comes back with the next visit, and does no harm
  }
}

/** What to do on the first day: where to put rows and files. Gone once something was seen to be copied. */
export function FirstRun({ pairs }: { readonly pairs: readonly Pair[] }) {
  const [isOver, setOver] = useState(true);
  const moved = pairs.some(hasMoved);
  useEffect(() => {
    if (moved) remember();
    setOver(moved || remembered());
  }, [moved]);
  const pool = pairs[0]?.A;
  if (isOver || pool === undefined) return null;
  const hide = () => {
    remember();
    setOver(true);
  };
  return (
    <aside aria-labelledby="first-run" className="rounded-2xl border border-edge border-dashed px-4 py-4 sm:px-5">
      <div className="flex items-start justify-between gap-4">
        <h2 id="first-run" className="font-semibold text-base">
          Try it: give the pools something to copy
        </h2>
        <button
          type="button"
          onClick={hide}
          className="moves min-h-8 rounded-lg px-2 text-2xs text-soft hover:bg-raised"
        >
          Hide
        </button>
      </div>
      <dl className="mt-1 grid gap-x-4 gap-y-2 text-sm lg:grid-cols-[7.5rem_minmax(0,1fr)]">
        <dt className="text-soft">Put files here</dt>
        <dd>
          <Code>{`pools/${pool}/files/DataConf/${pool}/`}</Code>
        </dd>
        <dt className="text-soft">Write rows here</dt>
        <dd>
          <Code>{`pools/${pool}/user.db`}</Code> by any SQLite client: table <Code>users</Code> with{" "}
          <Code>{`home_pool = '${pool}'`}</Code>
        </dd>
      </dl>
      <p className="mt-2 text-2xs text-soft">
        Both are in the data folder that npm start printed. Then press Sync now, or wait: what changed leaves by itself.
      </p>
    </aside>
  );
}

function Code({ children }: { readonly children: ReactNode }) {
  return (
    <code className="rounded bg-raised px-1.5 py-0.5 font-mono text-2xs [overflow-wrap:anywhere]">{children}</code>
  );
}

/** What the snapshot can prove: something waits, is on its way, or was part of a sync. */
function hasMoved({ Directions }: Pair): boolean {
  return Directions.some(
    ({ Status, Requests }) =>
      Requests.some((sync) => sync.Modules.some((run) => (run.TotalItems ?? 0) > 0)) ||
      Status.BackupModules.some((module) => (module.PendingItems ?? 0) > 0 || (module.UnackedPackages ?? 0) > 0),
  );
}
