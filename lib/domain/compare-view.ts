import type { Depth, Difference } from "./compare.ts";

/** What a compare found, as doors tell it: each item is in one case. Instants are ISO UTC text. */
export type CompareView = {
  readonly Depth: Depth;
  readonly IsScheduled: boolean;
  /** As of when: everything was looked at since then. */
  readonly At: string;
  readonly EndedAt: string;
  readonly Equal: number;
  /** Of the equal ones: those whose content was read. */
  readonly Read: number;
  readonly Different: number;
  readonly Missing: number;
  readonly Extra: number;
  readonly OwnedByBoth: number;
  /** No drift, and told apart: on their way meanwhile, held by the guard, refused by the partner, not to be compared. */
  readonly Changing: number;
  readonly Held: number;
  readonly Refused: number;
  readonly Unnamed: number;
};

/** Both sides were equal as of a moment, as far as they were read. */
export type VerifiedView = Pick<
  CompareView,
  "Depth" | "At" | "Equal" | "Read" | "Changing" | "Held" | "Refused" | "Unnamed"
>;

/** An item that is known to differ. */
export type DriftView = {
  readonly Table: string;
  readonly Key: string;
  readonly Difference: Difference;
  readonly FoundAt: string;
  readonly SentAt: string | null;
};
