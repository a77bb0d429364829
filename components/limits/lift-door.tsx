"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** What became of a press: until when the limits are lifted, null where they hold again, or a refusal in words. */
export type LiftAnswer =
  | { readonly ok: true; readonly until: string | null }
  | { readonly ok: false; readonly sentence: string; readonly hint: string };

/** The server actions behind the buttons; null for who may not press them. */
export type LiftDoor = {
  readonly lift: (pool: string, module: string) => Promise<LiftAnswer>;
  readonly end: (pool: string, module: string) => Promise<LiftAnswer>;
} | null;

/** One copy whose limits may be lifted, as the status tells it. */
export type LiftableCopy = {
  readonly pool: PoolFqdn;
  readonly module: ModuleName;
  readonly liftedUntil: string | null;
};

const Door = createContext<LiftDoor>(null);

/** Hands the actions to wherever a copy falls behind. */
export function LiftProvider({ door, children }: { readonly door: LiftDoor; readonly children: ReactNode }) {
  return <Door value={door}>{children}</Door>;
}

export function useLiftDoor(): LiftDoor {
  return useContext(Door);
}
