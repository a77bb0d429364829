/** How far a run is, as far as it is known. */
export type Progress = {
  readonly totalItems: number | null;
  /** Not sent, and sent but not acked. */
  readonly leftItems: number;
  readonly inFlightItems: number;
  readonly totalBytes: number | null;
  readonly leftBytes: number | null;
  /** When the first item could be sent; null before. */
  readonly sendingSince: number | null;
  /** The moment of the counts. */
  readonly at: number;
};

/** What a run does a second since it began to send, and how long it may go on. Null where it is not known. */
export type Pace = {
  readonly itemsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  readonly left: TimeRange | null;
};

/** A length of time that is not known any better. */
export type TimeRange = { readonly atLeastMs: number; readonly atMostMs: number };

/** A rate over less than this says nothing. */
const SHORTEST_MS = 2_000;
/** Nothing goes on as evenly as it began: the range is that much wider than the two reckonings. */
const FASTER = 0.75;
const SLOWER = 1.5;

const UNKNOWN: Pace = { itemsPerSecond: null, bytesPerSecond: null, left: null };

/**
 * The pace of a run and its time left, always as a range: reckoned once by items that the partner is known to have, and once
 * by bytes that were sent. A run that has nothing left has no time left to tell.
 */
export function paceOf(progress: Progress): Pace {
  const { totalItems, leftItems, inFlightItems, sendingSince, at } = progress;
  if (totalItems === null || sendingSince === null) return UNKNOWN;
  const elapsedMs = at - sendingSince;
  if (elapsedMs < SHORTEST_MS) return UNKNOWN;
  const restItems = leftItems + inFlightItems;
  const items = rate(totalItems - restItems, elapsedMs);
  const bytes = bytesRate(progress, elapsedMs);
  const reckoned = [lengthOf(restItems, items), lengthOf(progress.leftBytes, bytes)].filter((ms) => ms !== null);
  const isThrough = restItems === 0;
  const perSecond = (each: number | null) => (each === null ? null : each * 1000);
  return {
    itemsPerSecond: perSecond(items),
    bytesPerSecond: perSecond(bytes),
    left: isThrough ? null : widened(reckoned),
  };
}

/** How long so much takes at a pace that was measured before; null where that says nothing. */
export function timeFor(
  { items, bytes }: { readonly items: number; readonly bytes: number | null },
  { itemsPerSecond, bytesPerSecond }: Pick<Pace, "itemsPerSecond" | "bytesPerSecond">,
): TimeRange | null {
  if (items === 0) return { atLeastMs: 0, atMostMs: 0 };
  const perMs = (each: number | null) => (each === null ? null : each / 1000);
  return widened(
    [lengthOf(items, perMs(itemsPerSecond)), lengthOf(bytes, perMs(bytesPerSecond))].filter((ms) => ms !== null),
  );
}

function widened(reckoned: readonly number[]): TimeRange | null {
  if (reckoned.length === 0) return null;
  return { atLeastMs: Math.min(...reckoned) * FASTER, atMostMs: Math.max(...reckoned) * SLOWER };
}

function bytesRate({ totalBytes, leftBytes }: Progress, elapsedMs: number): number | null {
  return totalBytes === null || leftBytes === null ? null : rate(totalBytes - leftBytes, elapsedMs);
}

/** Per millisecond; null while nothing is through: what stands still has no end. */
function rate(done: number, elapsedMs: number): number | null {
  return done > 0 ? done / elapsedMs : null;
}

function lengthOf(rest: number | null, perMs: number | null): number | null {
  return rest === null || rest === 0 || perMs === null ? null : rest / perMs;
}
