import {
  type CompareReceipt,
  type Depth,
  type Difference,
  type Drift,
  type ItemKey,
  type LaneCompare,
  MOST_DRIFT_NAMED,
  type Verified,
} from "./compare.ts";
import type { Instant } from "./instant.ts";

/** What a lane remembers of its compares, from run to run. */
export type ComparesKept = {
  readonly last: CompareReceipt | null;
  readonly verified: Verified | null;
  /** When a compare of that depth, or a deeper one, was last done. */
  readonly doneAt: Readonly<Record<Depth, Instant | null>>;
  /** What is known to differ, at most MOST_DRIFT_NAMED of it by name, and how much more there is. */
  readonly drift: readonly Drift[];
  readonly more: number;
};

export const NOTHING_KEPT: ComparesKept = {
  last: null,
  verified: null,
  doneAt: { full: null, sample: null, stat: null },
  drift: [],
  more: 0,
};

/** What a second look at an item by its name came to: "apart" says nothing about it. */
export type Outcome = Difference | "equal" | "apart";

/** One text an item. */
export function nameOfItem({ table, key }: ItemKey): string {
  return `${table}\0${key}`;
}

export function laneCompare({ last, verified, drift, more }: ComparesKept): LaneCompare {
  const since = drift.map(({ foundAt }) => foundAt);
  return {
    last,
    verified,
    drift: drift.length + more,
    ownedByBoth: drift.filter((one) => one.is === "owned-by-both").length,
    driftSince: since.length > 0 ? Math.min(...since) : more > 0 ? (last?.at ?? null) : null,
  };
}

/**
 * The list after items were looked at by name: what is equal leaves it, by evidence alone; what differs stays or comes, since it was
 * first found; of what nothing can be said now, what was on the list stays on it.
 */
export function judged(
  kept: ComparesKept,
  outcomes: ReadonlyMap<string, { readonly item: ItemKey; readonly is: Outcome }>,
  at: Instant,
): ComparesKept {
  const before = new Map(kept.drift.map((one) => [nameOfItem(one), one]));
  const drift = kept.drift.filter((one) => !outcomes.has(nameOfItem(one)));
  let { more } = kept;
  for (const [name, { item, is }] of outcomes) {
    const known = before.get(name);
    if (is === "equal") continue;
    if (is === "apart") {
      if (known) drift.push(known);
      continue;
    }
    // What was sent, has arrived and differs all the same is to be sent anew.
    const found: Drift = { ...item, is, foundAt: known?.foundAt ?? at, sentAt: null };
    if (drift.length < MOST_DRIFT_NAMED) drift.push(found);
    else more += 1;
  }
  return { ...kept, drift, more };
}

/** The list after a whole compare with what it counted; `more` of it had no name. */
export function compared(kept: ComparesKept, receipt: CompareReceipt, more: number): ComparesKept {
  const { depth, at } = receipt;
  const left = depth === "full" ? more : Math.max(kept.more, more);
  const isEqual = kept.drift.length === 0 && left === 0;
  const { equal, read, changing, held, refused, unnamed } = receipt;
  const verified = { depth, at, equal, read, changing, held, refused, unnamed };
  return {
    ...kept,
    last: receipt,
    more: left,
    verified: isEqual && replaces(depth, kept.verified) ? verified : kept.verified,
    doneAt: doneBy(kept.doneAt, depth, at),
  };
}

const RANK: Record<Depth, number> = { stat: 0, sample: 1, full: 2 };

/** A lighter look takes nothing away from what a deeper one has shown as of its moment. */
function replaces(depth: Depth, before: Verified | null): boolean {
  return before === null || RANK[depth] >= RANK[before.depth];
}

function doneBy(before: ComparesKept["doneAt"], depth: Depth, at: Instant): ComparesKept["doneAt"] {
  const after = (of: Depth) => (RANK[of] <= RANK[depth] ? at : before[of]);
  return { full: after("full"), sample: after("sample"), stat: after("stat") };
}

/** These items were sent again. */
export function sentAgain(kept: ComparesKept, names: ReadonlySet<string>, at: Instant): ComparesKept {
  return { ...kept, drift: kept.drift.map((one) => (names.has(nameOfItem(one)) ? { ...one, sentAt: at } : one)) };
}

/** What sending again can mend: an item that both own is to be given up by a person on one side. */
export function isMendable({ is }: Drift): boolean {
  return is !== "owned-by-both";
}
