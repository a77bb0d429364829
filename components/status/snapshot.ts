import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { DirectionStatus } from "#lib/domain/direction-status.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RequestKind, RunPhase } from "#lib/domain/request.ts";
import type { PairCounts } from "./census.ts";

/** How far one module's part of a sync is. */
export type RunProgress = {
  readonly Identity: ModuleName;
  readonly Phase: RunPhase;
  readonly TotalItems: number | null;
  readonly InFlightItems: number;
  readonly LeftItems: number;
  readonly GoneItems: number;
  readonly EndedAt: string | null;
};

/** A run that someone asked for. */
export type SyncProgress = {
  readonly Id: string;
  readonly What: RequestKind;
  readonly State: "Accepted" | "Running" | "Sent" | "Done" | "Cancelled" | "Failed";
  readonly RequestedBy: string;
  readonly RequestedAt: string;
  readonly Modules: readonly RunProgress[];
};

/** One direction of a pair with the runs asked for in it. */
export type Direction = DirectionStatus & { readonly Requests: readonly SyncProgress[] };

/** A pair: both directions, never averaged. */
export type Pair = { readonly A: PoolFqdn; readonly B: PoolFqdn; readonly Directions: readonly Direction[] };

/** What the screens show, as of one moment of the server's clock. */
export type Snapshot = {
  readonly Now: string;
  readonly SyncInterval: string;
  readonly Pairs: readonly Pair[];
  /** The pairs that a page did not bring along, by kind: they come with the next answer. */
  readonly Left?: PairCounts;
  /** The oldest moment that what was counted rests on, as far as it was young enough to be believed when it was told. */
  readonly LeftAsOf?: string | null;
};
