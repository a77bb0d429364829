import type { PoolFqdn } from "./pool.ts";
import type { RequestKind } from "./request.ts";
import type { RunView } from "./run-view.ts";

/** Accepted: not taken up yet. Sent: all of it is on its way. Done: the partner is known to have it. */
export type RequestState = "Accepted" | "Running" | "Sent" | "Done" | "Cancelled" | "Failed";

/** A request as doors tell it. */
export type RequestView = {
  readonly Id: string;
  readonly What: RequestKind;
  /** The data goes from this pool ... */
  readonly PoolFqdn: PoolFqdn;
  /** ... to this one. */
  readonly BackupPoolFqdn: PoolFqdn;
  readonly State: RequestState;
  readonly RequestedBy: string;
  readonly RequestedAt: string;
  /** When somebody asked to end it. */
  readonly CancelledAt: string | null;
  readonly Modules: readonly RunView[];
};
