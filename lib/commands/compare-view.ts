import type { CompareReceipt, Depth, Difference, Drift, Verified } from "#lib/domain/compare.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";

/** What a compare found: each item is in one case. */
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

export function compareView(receipt: CompareReceipt): CompareView {
  return {
    Depth: receipt.depth,
    IsScheduled: receipt.isScheduled,
    At: isoInstant(receipt.at),
    EndedAt: isoInstant(receipt.endedAt),
    Equal: receipt.equal,
    Read: receipt.read,
    Different: receipt.different,
    Missing: receipt.missing,
    Extra: receipt.extra,
    OwnedByBoth: receipt.ownedByBoth,
    Changing: receipt.changing,
    Held: receipt.held,
    Refused: receipt.refused,
    Unnamed: receipt.unnamed,
  };
}

export function verifiedView({ depth, at, equal, read, changing, held, refused, unnamed }: Verified): VerifiedView {
  return {
    Depth: depth,
    At: isoInstant(at),
    Equal: equal,
    Read: read,
    Changing: changing,
    Held: held,
    Refused: refused,
    Unnamed: unnamed,
  };
}

export function driftView({ table, key, is, foundAt, sentAt }: Drift): DriftView {
  return { Table: table, Key: key, Difference: is, FoundAt: isoInstant(foundAt), SentAt: isoOrNull(sentAt) };
}
