"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PLAIN, PRIMARY, QUIET, QUIET_DANGER } from "#components/ui/button-looks.ts";
import { useIsHere } from "#components/ui/use-is-here.ts";
import { lacking } from "#lib/domain/may.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { Actor } from "#lib/domain/role.ts";
import { CleanDialog } from "./clean-dialog.tsx";
import { NewPoolDialog } from "./new-pool-dialog.tsx";
import { PairDialog } from "./pair-dialog.tsx";
import { PartDialog } from "./part-dialog.tsx";
import { PoolFacts } from "./pool-facts.tsx";
import { type Done, Receipt } from "./receipt.tsx";
import { arranged, POOLS_KEY, poolsQuery, type ToldPool } from "./told-pool.ts";
import type { TopologyDoor } from "./topology-door.ts";
import { NO_RIGHTS, rightsOf, type TopologyRights, type TopologyRoles } from "./topology-rights.ts";

/** What is asked of the person now. */
type Open =
  | { readonly is: "add" }
  | { readonly is: "pair" | "clean"; readonly pool: ToldPool }
  | { readonly is: "part"; readonly pair: readonly [ToldPool, ToldPool] }
  | null;

type Props = {
  readonly door: TopologyDoor;
  /** Who looks. */
  readonly actor: Pick<Actor, "role" | "pools">;
  readonly needed: TopologyRoles;
};

/** Every pool: pairs, and pools without a partner; each change ends in a receipt. Buttons are there for what who looks may do. */
export function LiveTopology({ door, actor, needed }: Props) {
  const { data: pools } = useQuery(poolsQuery);
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const [done, setDone] = useState<Done | null>(null);
  const isHere = useIsHere();
  if (pools === undefined) return <p className="text-soft">Nothing has been heard yet.</p>;
  const { pairs, alone } = arranged(pools);
  const ask = (what: Open) => {
    setDone(null);
    setOpen(what);
  };
  const rights = isHere ? rightsOf(actor, needed) : NO_RIGHTS;
  const clean = rights.clean ? (pool: ToldPool) => ask({ is: "clean", pool }) : null;
  const lacks = lacking(actor, needed.newPool);
  return (
    <div className="grid gap-4">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h1 className="font-semibold text-[1.375rem] tracking-tight">Topology</h1>
          <p className="text-pretty text-sm text-soft">
            Two pools protect each other, one to one.{" "}
            {lacks !== null &&
              `Who holds the role ${lacks} changes ${lacks === needed.newPool ? "them" : "them all"} here.`}
          </p>
        </div>
        {rights.add && (
          <button type="button" onClick={() => ask({ is: "add" })} className={`${PRIMARY} max-sm:w-full`}>
            Add a pool
          </button>
        )}
      </header>
      <Receipt done={done} />
      {pairs.map((pair) => (
        <PairSection key={pair[0].PoolFqdn} pair={pair} pools={pools} clean={clean} rights={rights} ask={ask} />
      ))}
      {alone.length > 0 && (
        <section aria-labelledby="alone" className="rounded-2xl border border-warn-line bg-panel p-4 sm:p-6">
          <h2 id="alone" className="font-semibold text-base">
            Without a partner
          </h2>
          <p className="mb-4 text-sm text-soft">What they hold has no second copy.</p>
          <div className="grid gap-6 lg:grid-cols-2">
            {alone.map((pool) => (
              <div key={pool.PoolFqdn} className="grid content-start gap-2.5">
                <PoolFacts pool={pool} pools={pools} clean={clean} />
                {rights.pair([pool]) && pool.IsHere && pool.IsMade && (
                  <button
                    type="button"
                    onClick={() => ask({ is: "pair", pool })}
                    className={`${PLAIN} justify-self-start`}
                  >
                    Pair {shortName(pool.PoolFqdn)}
                  </button>
                )}
              </div>
            ))}
          </div>
        </section>
      )}
      {open !== null && (
        <Asked
          open={open}
          door={door}
          alone={alone.filter((pool) => rights.pair([pool]))}
          close={() => setOpen(null)}
          done={(what) => {
            setDone(what);
            client.invalidateQueries({ queryKey: POOLS_KEY });
          }}
        />
      )}
    </div>
  );
}

type PairProps = {
  readonly pair: readonly [ToldPool, ToldPool];
  readonly pools: readonly ToldPool[];
  readonly clean: ((pool: ToldPool) => void) | null;
  readonly rights: TopologyRights;
  readonly ask: (what: Open) => void;
};

function PairSection({ pair, pools, clean, rights, ask }: PairProps) {
  const [one, other] = pair;
  const id = `pair-${one.PoolFqdn}`;
  return (
    <section
      aria-labelledby={id}
      data-pair={one.PoolFqdn}
      className="rounded-2xl border border-line bg-panel p-4 sm:p-6"
    >
      <header className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5">
        <h2 id={id} className="font-semibold text-base">
          {shortName(one.PoolFqdn)} <span aria-hidden="true">⇄</span>
          <span className="sr-only">and</span> {shortName(other.PoolFqdn)}
        </h2>
        {one.IsHere && (
          <div className="-mx-2.5 flex flex-wrap gap-x-1 max-sm:w-full empty:hidden">
            {rights.rePair(pair) &&
              pair.map((pool) => (
                <button key={pool.PoolFqdn} type="button" onClick={() => ask({ is: "pair", pool })} className={QUIET}>
                  Another partner for {shortName(pool.PoolFqdn)}
                </button>
              ))}
            {rights.part(pair) && (
              <button type="button" onClick={() => ask({ is: "part", pair })} className={QUIET_DANGER}>
                Part them
                <span className="sr-only">
                  , {shortName(one.PoolFqdn)} and {shortName(other.PoolFqdn)}
                </span>
              </button>
            )}
          </div>
        )}
      </header>
      <div className="grid gap-6 lg:grid-cols-2">
        {pair.map((pool) => (
          <PoolFacts key={pool.PoolFqdn} pool={pool} pools={pools} clean={clean} />
        ))}
      </div>
    </section>
  );
}

type AskedProps = {
  readonly open: NonNullable<Open>;
  readonly door: TopologyDoor;
  readonly alone: readonly ToldPool[];
  readonly close: () => void;
  readonly done: (done: Done) => void;
};

function Asked({ open, alone, ...rest }: AskedProps) {
  switch (open.is) {
    case "add":
      return <NewPoolDialog {...rest} />;
    case "pair":
      return <PairDialog pool={open.pool} free={alone.filter((pool) => isFreeFor(pool, open.pool))} {...rest} />;
    case "part":
      return <PartDialog pair={open.pair} {...rest} />;
    case "clean":
      return <CleanDialog pool={open.pool} {...rest} />;
  }
}

function isFreeFor(pool: ToldPool, other: ToldPool): boolean {
  return pool.PoolFqdn !== other.PoolFqdn && pool.IsHere && pool.IsMade;
}
