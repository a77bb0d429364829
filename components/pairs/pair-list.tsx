import { useCallback, useState } from "react";
import type { Snapshot } from "#components/status/snapshot.ts";
import { inPlace, type Place } from "./arrangement.ts";
import { ListHead } from "./list-head.tsx";
import { PairCard } from "./pair-card.tsx";
import { PairRow } from "./pair-row.tsx";
import { summaryOf } from "./pair-summary.ts";
import { filtered, type PairsFilter } from "./pairs-filter.ts";
import type { SyncDoor } from "./sync-now.ts";
import { useMore } from "./use-more.ts";

type Props = {
  readonly snapshot: Snapshot;
  readonly places: readonly Place[];
  readonly filter: PairsFilter;
  readonly sync: SyncDoor;
};

/** The pairs that fit: those that want a person open, every other one a row. */
export function PairList({ snapshot, places, filter, sync }: Props) {
  const { Now, SyncInterval } = snapshot;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const open = useCallback((a: string) => setOpened((all) => new Set([...all, a])), []);
  const [closed, setClosed] = useState<string | null>(null);
  const close = useCallback((a: string) => {
    setOpened((all) => new Set([...all].filter((one) => one !== a)));
    setClosed(a);
  }, []);
  const all = inPlace(filtered(snapshot.Pairs, filter), places);
  const cards = all.filter((place) => place.isOpen);
  const rows = all.filter((place) => !place.isOpen);
  const [many, end] = useMore(rows.length);
  const [first] = all;
  if (first === undefined) return null;
  return (
    <div className="grid grid-cols-1 gap-4">
      <ListHead pair={first.pair} />
      {cards.map(({ pair }) => (
        <PairCard key={pair.A} pair={pair} now={Now} interval={SyncInterval} sync={sync} close={null} />
      ))}
      {rows.length > 0 && (
        <ul aria-label="Pairs in one row each" className="rounded-2xl border border-line bg-panel">
          {rows.slice(0, many).map(({ pair }) =>
            opened.has(pair.A) ? (
              <li key={pair.A} className="p-1">
                <PairCard pair={pair} now={Now} interval={SyncInterval} sync={sync} close={close} />
              </li>
            ) : (
              <PairRow
                key={pair.A}
                a={pair.A}
                b={pair.B}
                summary={summaryOf(pair, Now)}
                open={open}
                isBack={pair.A === closed}
              />
            ),
          )}
        </ul>
      )}
      <div ref={end} aria-hidden="true" />
    </div>
  );
}
