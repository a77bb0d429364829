"use client";

import { useDeferredValue } from "react";
import { FindBox } from "#components/find/find-box.tsx";
import { useBelieved } from "#components/live/use-believed.ts";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { countPairs, type PairCounts } from "#components/status/census.ts";
import { catchingUp, headline } from "#components/status/headline.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";
import type { Reach } from "#lib/domain/reach.ts";
import { FilterBar } from "./filter-bar.tsx";
import { FirstRun } from "./first-run.tsx";
import { NoPairs } from "./no-pairs.tsx";
import { PageHeadline } from "./page-headline.tsx";
import { PairList } from "./pair-list.tsx";
import { filtered, NO_FILTER, type PairsFilter } from "./pairs-filter.ts";
import type { SyncDoor, SyncNow } from "./sync-now.ts";
import { useArrangement } from "./use-arrangement.ts";
import { useAsked } from "./use-asked.ts";
import { useFilter } from "./use-filter.ts";

type Props = {
  readonly syncNow: SyncNow;
  readonly maySync: boolean;
  readonly pools: Reach;
  /** As the address has it. */
  readonly filter: PairsFilter;
};

/** More than so many pairs are searched, not read. */
const FEW = 6;

/** The pairs as they may be believed right now. */
export function LivePairs({ syncNow, maySync, pools, filter }: Props) {
  const { setAsked, known } = useAsked();
  const heard = useBelieved(known);
  if (heard === null) return <p className="text-soft">Nothing has been heard yet.</p>;
  const { snapshot, toldAt, saysAt, hearing, isAlive, ms } = heard;
  const offlineSince = hearing === "offline" ? toldAt : null;
  const isWaking = offlineSince === null && ms > UNHEARD_AFTER_MS;
  return (
    <Alive isAlive={isAlive}>
      <div className="mx-auto grid max-w-[92rem] grid-cols-1 gap-4">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <PageHeadline {...(isWaking ? catchingUp(toldAt) : headline(snapshot, offlineSince, maySync))} />
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:w-full">
            <FindBox />
            <Freshness hearing={hearing} at={saysAt} />
          </div>
        </div>
        <AllPairs
          snapshot={snapshot}
          given={filter}
          sync={{ syncNow, maySync, pools, setAsked, isOffline: offlineSince !== null }}
        />
        <FirstRun pairs={snapshot.Pairs} />
      </div>
    </Alive>
  );
}

type AllProps = { readonly snapshot: Snapshot; readonly given: PairsFilter; readonly sync: SyncDoor };

/** The pairs, and what narrows them down where there are many. */
function AllPairs({ snapshot, given, sync }: AllProps) {
  const [filter, setFilter] = useFilter(given);
  const narrowed = useDeferredValue(filter); // what is typed is seen at once, however many rows follow
  const places = useArrangement(snapshot.Pairs);
  const counts = countPairs(snapshot.Pairs, snapshot.Left);
  const total = sum(counts);
  const left = sum(snapshot.Left ?? {});
  const shown = filtered(snapshot.Pairs, narrowed).length + (narrowed === NO_FILTER ? left : 0);
  const isFiltered = filter.q !== "" || filter.show !== "all";
  return (
    <>
      {(total > FEW || isFiltered) && (
        <FilterBar filter={filter} counts={counts} shown={shown} total={total} setFilter={setFilter} />
      )}
      <PairList snapshot={snapshot} places={places} filter={narrowed} sync={sync} />
      {shown === 0 && left === 0 && (
        <NoPairs filter={filter} total={total} clear={() => setFilter(NO_FILTER, "picked")} />
      )}
    </>
  );
}

function sum(counts: PairCounts): number {
  return Object.values(counts).reduce((all, many) => all + many, 0);
}
