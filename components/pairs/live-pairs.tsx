"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { worstPairsFirst } from "#components/status/concern.ts";
import { headline } from "#components/status/headline.ts";
import { aged } from "#lib/domain/ageing.ts";
import { type Asked, withAsked } from "./asked.ts";
import { FirstRun } from "./first-run.tsx";
import { PageHeadline } from "./page-headline.tsx";
import { PairCard } from "./pair-card.tsx";
import { pairsQuery } from "./pairs-query.ts";
import type { SyncDoor, SyncNow } from "./sync-now.ts";
import type { Told } from "./told.ts";
import { useElapsed } from "./use-elapsed.ts";

type Props = { readonly syncNow: SyncNow; readonly maySync: boolean };

/** The pairs as they may be believed right now. */
export function LivePairs(props: Props) {
  const { data } = useQuery(pairsQuery);
  return data === undefined ? (
    <p className="text-soft">Nothing has been heard yet.</p>
  ) : (
    <Believed told={data} {...props} />
  );
}

function Believed({ told, syncNow, maySync }: Props & { readonly told: Told }) {
  const [asked, setAll] = useState<readonly Asked[]>([]);
  const setAsked: SyncDoor["setAsked"] = (pool, latest) =>
    setAll((all) => [...all.filter((one) => one.pool !== pool), ...(latest === null ? [] : [latest])]);
  const { ms, hearing, isAlive } = useElapsed(told.askedAt);
  const believed = aged(withAsked(told.snapshot, asked, told.askedAt), ms);
  const offlineSince = hearing === "offline" ? told.snapshot.Now : null;
  return (
    <Alive isAlive={isAlive}>
      <div className="mx-auto grid max-w-[92rem] gap-4">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <PageHeadline {...headline(believed, offlineSince, maySync)} />
          <Freshness hearing={hearing} toldAt={told.snapshot.Now} />
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
