import { CONTENT } from "#lib/domain/content.ts";
import { type LeftAlone, MOST_LEFT_ALONE, type ReturnCase, type ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { ReturnedItem } from "#lib/ports/file-store.ts";

type Unwanted = ReadonlyMap<string, "deleted-by-owner" | "in-flight">;

/** The receipt with the items of one more package, each in exactly one case. */
export function countReturned(
  before: ReturnReceipt,
  items: readonly ReturnedItem[],
  unwanted: Unwanted,
): ReturnReceipt {
  const counts: Record<ReturnCase | "placed" | "identical", number> = {
    placed: 0,
    identical: 0,
    different: 0,
    "deleted-by-owner": 0,
    "in-flight": 0,
    refused: 0,
  };
  let placedBytes = 0;
  const leftAlone: LeftAlone[] = [...before.leftAlone];
  for (const { path, is, bytes } of items) {
    const found = is === "unwanted" ? (unwanted.get(path) ?? "in-flight") : is;
    counts[found] += 1;
    if (found === "placed") placedBytes += bytes;
    else if (found !== "identical" && leftAlone.length < MOST_LEFT_ALONE) {
      leftAlone.push({ is: found, table: CONTENT, key: path });
    }
  }
  return {
    ...before,
    placed: before.placed + counts.placed,
    placedBytes: before.placedBytes + placedBytes,
    identical: before.identical + counts.identical,
    different: before.different + counts.different,
    deletedByOwner: before.deletedByOwner + counts["deleted-by-owner"],
    inFlight: before.inFlight + counts["in-flight"],
    refused: before.refused + counts.refused,
    leftAlone,
  };
}

/** How many items a receipt counts. */
export function itemsIn(receipt: ReturnReceipt): number {
  const { placed, identical, different, deletedByOwner, inFlight, refused } = receipt;
  return placed + identical + different + deletedByOwner + inFlight + refused;
}
