import type { CompareReceipt, Drift, Verified } from "#lib/domain/compare.ts";
import type { CompareView, DriftView, VerifiedView } from "#lib/domain/compare-view.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";

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
