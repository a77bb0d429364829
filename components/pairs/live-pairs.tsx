"use client";

import { FindBox } from "#components/find/find-box.tsx";
import { useBelieved } from "#components/live/use-believed.ts";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { worstPairsFirst } from "#components/status/concern.ts";
import { catchingUp, headline } from "#components/status/headline.ts";
import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";
import { FirstRun } from "./first-run.tsx";
import { PageHeadline } from "./page-headline.tsx";
import { PairCard } from "./pair-card.tsx";
import type { SyncNow } from "./sync-now.ts";
import { useAsked } from "./use-asked.ts";

type Props = { readonly syncNow: SyncNow; readonly maySync: boolean };

/** The pairs as they may be believed right now. */
export function LivePairs({ syncNow, maySync }: Props) {
  const { setAsked, known } = useAsked();
  const heard = useBelieved(known);
  if (heard === null) return <p className="text-soft">Nothing has been heard yet.</p>;
  const { snapshot: believed, toldAt, hearing, isAlive, ms } = heard;
  const offlineSince = hearing === "offline" ? toldAt : null;
  const isWaking = offlineSince === null && ms > UNHEARD_AFTER_MS;
  return (
    <Alive isAlive={isAlive}>
      <div className="mx-auto grid max-w-[92rem] gap-4">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <PageHeadline {...(isWaking ? catchingUp(toldAt) : headline(believed, offlineSince, maySync))} />
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:w-full">
            <FindBox />
            <Freshness hearing={hearing} toldAt={toldAt} />
          </div>
        </div>
        {worstPairsFirst(believed.Pairs).map((pair) => (
          <PairCard
            key={pair.A}
            pair={pair}
            now={believed.Now}
            interval={believed.SyncInterval}
            sync={{ syncNow, maySync, setAsked, isOffline: offlineSince !== null }}
          />
        ))}
        <FirstRun pairs={believed.Pairs} />
      </div>
    </Alive>
  );
}
