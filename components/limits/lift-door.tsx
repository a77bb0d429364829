"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { may } from "#lib/domain/may.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Actor, ActorRole } from "#lib/domain/role.ts";

/** What became of a press: until when the limits are lifted, null where they hold again, or a refusal in words. */
export type LiftAnswer =
  | { readonly ok: true; readonly until: string | null }
  | { readonly ok: false; readonly sentence: string; readonly hint: string };

/** The server actions behind the buttons. */
export type LiftDoor = {
  readonly lift: (pool: string, module: string) => Promise<LiftAnswer>;
  readonly end: (pool: string, module: string) => Promise<LiftAnswer>;
};

/** Who looks, and which role lifts a limit. */
type Rights = { readonly actor: Pick<Actor, "role" | "pools">; readonly needed: ActorRole };

/** One copy whose limits may be lifted, as the status tells it. */
export type LiftableCopy = {
  readonly pool: PoolFqdn;
  readonly module: ModuleName;
  readonly liftedUntil: string | null;
};

const Door = createContext<(Rights & { readonly door: LiftDoor }) | null>(null);

/** Hands the actions to wherever a copy falls behind. */
export function LiftProvider({
  door,
  actor,
  needed,
  children,
}: Rights & { readonly door: LiftDoor; readonly children: ReactNode }) {
  const value = useMemo(() => ({ door, actor, needed }), [door, actor, needed]);
  return <Door value={value}>{children}</Door>;
}

/** The actions for a copy of that pool; null for who may not press them, as the command would say. */
export function useLiftDoor(pool: PoolFqdn): LiftDoor | null {
  const all = useContext(Door);
  return all !== null && may(all.actor, all.needed, pool) ? all.door : null;
}
