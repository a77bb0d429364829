import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Depth } from "#lib/domain/compare.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RequestKind, RunEnd, RunPhase } from "#lib/domain/request.ts";
import type { ReturnCase } from "#lib/domain/return-receipt.ts";

/** What came of every item that the partner gave back. */
export type ToldReceipt = {
  readonly Placed: number;
  readonly PlacedBytes: number;
  readonly Identical: number;
  readonly Different: number;
  readonly DeletedByOwner: number;
  readonly InFlight: number;
  readonly Refused: number;
  readonly LeftAlone: readonly { readonly Case: ReturnCase; readonly Table: string; readonly Key: string }[];
  readonly ClosedAt: string | null;
};

/** What the comparison of the two sides found. */
export type ToldComparison = {
  readonly Identical: number;
  readonly Missing: number;
  readonly Different: number;
  readonly Extra: number;
};

/** What a compare found: each item is in one case. */
export type ToldFound = {
  readonly Depth: Depth;
  readonly At: string;
  readonly Equal: number;
  readonly Read: number;
  readonly Different: number;
  readonly Missing: number;
  readonly Extra: number;
  readonly OwnedByBoth: number;
  readonly Changing: number;
  readonly Held: number;
  readonly Refused: number;
  readonly Unnamed: number;
};

/** One module's part of a run, as its page shows it. */
export type ToldPart = {
  readonly Identity: ModuleName;
  readonly Phase: RunPhase;
  readonly TotalItems: number | null;
  readonly SentItems: number | null;
  readonly AckedItems: number | null;
  readonly InFlightItems: number;
  readonly LeftItems: number;
  readonly GoneItems: number;
  readonly HeldItems: number;
  readonly TotalBytes: number | null;
  readonly LeftBytes: number | null;
  readonly CurrentItem: string | null;
  readonly ItemsPerSecond: number | null;
  readonly BytesPerSecond: number | null;
  readonly SecondsLeftAtLeast: number | null;
  readonly SecondsLeftAtMost: number | null;
  readonly Compared: ToldComparison | null;
  readonly Receipt: ToldReceipt | null;
  readonly Found: ToldFound | null;
  readonly End: RunEnd | null;
  readonly Problem: string | null;
  readonly AsOf: string;
  readonly EndedAt: string | null;
};

/** A request as its page shows it. */
export type ToldRun = {
  readonly Id: string;
  readonly What: RequestKind;
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly State: "Accepted" | "Running" | "Sent" | "Done" | "Cancelled" | "Failed";
  readonly RequestedBy: string;
  readonly RequestedAt: string;
  readonly CancelledAt: string | null;
  readonly Modules: readonly ToldPart[];
};

/** True while any part has not ended. */
export function isUnderWay({ Modules }: ToldRun): boolean {
  return Modules.some(({ EndedAt }) => EndedAt === null);
}
