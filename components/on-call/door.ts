import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Reach } from "#lib/domain/reach.ts";

/** What became of a press; null before any. */
export type Pressed =
  | { readonly is: "asked"; readonly pool: PoolFqdn; readonly request: string }
  | { readonly is: "lifted"; readonly until: string | null }
  | { readonly is: "refused"; readonly says: string; readonly hint: string }
  | null;

/** A server action behind a form, so that it works before scripts do. */
export type Press = (before: Pressed, form: FormData) => Promise<Pressed>;

/** What the cards need for their buttons. */
export type Door = {
  readonly sync: Press;
  readonly lift: Press;
  readonly maySync: boolean;
  readonly mayLift: boolean;
  /** The pools of which both hold. */
  readonly pools: Reach;
  /** Told when a sync is being asked for, and when it was accepted or refused. */
  readonly asking?: (pool: PoolFqdn, is: "asking" | "accepted" | "refused") => void;
};
