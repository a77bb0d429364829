import type { CompareReceipt, CompareWish, Drift, ItemKey, Reading } from "#lib/domain/compare.ts";
import { type ComparesKept, nameOfItem, type Outcome } from "#lib/domain/drift-list.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { AllFound } from "./compare-round.ts";

/** What a lane compares now, or sends again because of a compare. */
export type Job = {
  /** The request's id, or a name of our own. */
  readonly id: string;
  readonly kind: "compare" | "send-again" | "recheck";
  readonly wish: CompareWish;
  readonly isScheduled: boolean;
  readonly reading: Reading;
  phase: "all" | "names" | "send" | "sending" | "prove";
  /** What the round over all of it counted. */
  all: { readonly at: Instant; readonly found: AllFound } | null;
  /** Items that are still to be looked at by name. */
  left: ItemKey[];
  outcomes: Map<string, { readonly item: ItemKey; readonly is: Outcome }>;
  /** Items to be sent again, or that were. */
  due: readonly Drift[];
  tries: number;
  /** How often it was looked whether what was sent has arrived. */
  proofs: number;
  askedAt: number | null;
};

/** Each item once, by its name alone. */
export function keysOf(items: readonly ItemKey[]): ItemKey[] {
  return [...new Map(items.map(({ table, key }) => [nameOfItem({ table, key }), { table, key }])).values()];
}

/** Of these items those that are on the list still. */
export function stillOf({ drift }: ComparesKept, due: readonly Drift[]): readonly Drift[] {
  const names = new Set(due.map(nameOfItem));
  return drift.filter((one) => names.has(nameOfItem(one)));
}

/** Why sending again did not mend so many items. */
export function problemOf(items: number, isUnsaid: boolean): string {
  const what = items === 1 ? "1 item" : `${items} items`;
  return isUnsaid
    ? `${what} went on changing, so nothing could be proved of them: they are compared again by themselves.`
    : `${what} arrived and differ all the same: see whether another program writes into the standby.`;
}

/** Nobody looks for items that both sides own: here they are missing ones. */
export function withoutOwners(outcomes: Job["outcomes"]): Job["outcomes"] {
  return new Map(
    [...outcomes].map(([name, one]) => [name, one.is === "owned-by-both" ? { ...one, is: "missing" } : one]),
  );
}

/** Items that were found are counted as they were seen the second time. */
export function receiptOf(job: Job, outcomes: Job["outcomes"], endedAt: Instant): CompareReceipt {
  if (job.all === null) throw new TypeError("nothing was compared");
  const { at, found } = job.all;
  const count = (is: Outcome, of: readonly ItemKey[]) =>
    of.filter((one) => outcomes.get(nameOfItem(one))?.is === is).length;
  const named = (is: Outcome) => count(is, found.found);
  const conflicts = count("owned-by-both", found.suspects);
  return {
    depth: job.reading.depth,
    isScheduled: job.isScheduled,
    at,
    endedAt,
    equal: found.equal + named("equal"),
    read: found.read + named("equal"),
    different: named("different") + found.beyond.different,
    missing: named("missing") + found.beyond.missing,
    extra: named("extra") + found.beyond.extra,
    ownedByBoth: named("owned-by-both") + conflicts,
    changing: found.changing + named("apart"),
    held: found.held,
    refused: found.refused - conflicts,
    unnamed: found.unnamed,
    ranges: found.ranges,
    opened: found.opened,
  };
}
