"use client";

import { useBelieved } from "#components/live/use-believed.ts";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { LostList } from "./lost-list.tsx";
import { PoolList } from "./pool-list.tsx";

/** Which pool lost content: those that say so first, then every other. */
export function LiveChooser({ sought }: { readonly sought: string }) {
  const believed = useBelieved();
  if (believed === null) return <p className="text-soft">Nothing has been heard yet.</p>;
  const { snapshot, hearing, saysAt, isAlive } = believed;
  return (
    <Alive isAlive={isAlive}>
      <div className="mx-auto grid max-w-[60rem] grid-cols-1 gap-5">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <div className="max-w-[42rem]">
            <h1 className="font-semibold text-2xl tracking-tight">Which pool lost content?</h1>
            <p className="mt-1 text-pretty text-[0.9375rem] text-soft">
              Pick the pool that lost it, not the one that still has it: its partner gives back what it keeps, and keeps
              it. What comes back is shown before anything is written.
            </p>
          </div>
          <Freshness hearing={hearing} at={saysAt} />
        </div>
        <LostList pairs={snapshot.Pairs} />
        <PoolList pairs={snapshot.Pairs} sought={sought} />
      </div>
    </Alive>
  );
}
