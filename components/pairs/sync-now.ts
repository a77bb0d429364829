import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Reach } from "#lib/domain/reach.ts";
import type { Asked } from "./asked.ts";

/** What became of a press: accepted, or refused in words. */
export type SyncAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly sentence: string; readonly hint: string };

/** The server action behind Sync now; `why` is empty where nobody said. */
export type SyncNow = (pool: string, module: string, why: string) => Promise<SyncAnswer>;

/** What the rows need for their buttons. */
export type SyncDoor = {
  readonly syncNow: SyncNow;
  readonly maySync: boolean;
  /** The pools of which that holds. */
  readonly pools: Reach;
  /** The page does not reach its server. */
  readonly isOffline: boolean;
  readonly setAsked: (pool: PoolFqdn, asked: Asked | null) => void;
};
