"use client";

import { useEffect, useState } from "react";
import type { Pair } from "#components/status/snapshot.ts";

const SEEN = "pairkeeper.something-was-copied";

/** What to do on the first day: where to put rows and files. Gone once something was copied. */
export function FirstRun({ pairs }: { readonly pairs: readonly Pair[] }) {
  const [isOver, setOver] = useState(true);
  const moved = pairs.some(hasMoved);
  useEffect(() => {
    if (moved) localStorage.setItem(SEEN, "yes");
    setOver(moved || localStorage.getItem(SEEN) !== null);
  }, [moved]);
  const pool = pairs[0]?.A;
  if (isOver || pool === undefined) return null;
  return (
    <aside aria-labelledby="first-run" className="rounded-2xl border border-edge border-dashed px-4 py-4 sm:px-5">
      <h2 id="first-run" className="font-semibold text-base">
        Try it: give the pools something to copy
      </h2>
      <dl className="mt-2 grid gap-x-4 gap-y-2 text-sm lg:grid-cols-[7rem_minmax(0,1fr)]">
        <dt className="text-soft">Put files here</dt>
        <dd>
          <Path>{`pools/${pool}/files/DataConf/${pool}/`}</Path>
        </dd>
        <dt className="text-soft">Write rows here</dt>
        <dd>
          <Path>{`pools/${pool}/user.db`}</Path> table <Path>users</Path> with <Path>{`home_pool = '${pool}'`}</Path>,
          with any SQLite client
        </dd>
      </dl>
      <p className="mt-2 text-2xs text-soft">
        Both paths are in the data folder that npm start printed. Then press Sync now.
      </p>
    </aside>
  );
}

function Path({ children }: { readonly children: string }) {
  return (
    <code className="rounded bg-raised px-1.5 py-0.5 font-mono text-2xs [overflow-wrap:anywhere]">{children}</code>
  );
}

function hasMoved({ Directions }: Pair): boolean {
  return Directions.some(
    ({ Status, Requests }) =>
      Requests.some((sync) => sync.Modules.some((run) => (run.TotalItems ?? 0) > 0)) ||
      Status.BackupModules.some((module) => (module.PendingItems ?? 0) > 0 || (module.UnackedPackages ?? 0) > 0),
  );
}
