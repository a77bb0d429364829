import type { ToldFound } from "#components/requests/told-run.ts";
import type { Difference } from "#lib/domain/compare.ts";

/** What was verified equal as of a moment. */
export type ToldVerified = Pick<
  ToldFound,
  "Depth" | "At" | "Equal" | "Read" | "Changing" | "Held" | "Refused" | "Unnamed"
>;

/** An item that is known to differ. */
export type ToldDrift = {
  readonly Table: string;
  readonly Key: string;
  readonly Difference: Difference;
  readonly FoundAt: string;
  readonly SentAt: string | null;
};

/** What compares of a copy found, and a page of what differs. */
export type ToldCompares = {
  readonly LastCompare: (ToldFound & { readonly IsScheduled: boolean }) | null;
  readonly VerifiedEqual: ToldVerified | null;
  readonly DriftItems: number;
  /** Of them: what sending all again would send. */
  readonly Mendable: number;
  readonly Drift: readonly ToldDrift[];
  readonly Next: string | null;
};

/** Items of the list on a page. */
export const DRIFT_PAGE = 20;
