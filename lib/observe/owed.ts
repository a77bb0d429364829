import type { Lane } from "#lib/domain/lane.ts";
import type { Seen, StateChange } from "#lib/ports/history.ts";

/** While the ledger cannot be written, so many samples and so many changes are kept for it. */
const MOST_OWED = 10_000;

/** What was seen and is to be written. */
export type Noted = Omit<Seen, "begins">;

export const NOTHING: Noted = { samples: [], changes: [], sparks: [] };

/** One after the other as one, and of each no more than `most`: the newest. */
export function together(all: readonly Noted[], most = MOST_OWED): Noted {
  return {
    samples: all.flatMap(({ samples }) => samples).slice(-most),
    changes: newestChanges(
      all.flatMap(({ changes }) => changes),
      most,
    ),
    sparks: lastSparks(all.flatMap(({ sparks }) => sparks)),
  };
}

/** What a side was in before the first change that is lost ends there: nobody will know what it was in after that. */
function newestChanges(changes: readonly StateChange[], most: number): readonly StateChange[] {
  if (changes.length <= most) return changes;
  const ends = new Map<string, StateChange>();
  for (const { lane, side, untilAt } of changes.slice(0, -most)) {
    const key = `${keyOf(lane)} ${side}`;
    if (!ends.has(key)) ends.set(key, { lane, side, untilAt, next: null });
  }
  return [...ends.values(), ...changes.slice(-most)];
}

/** A lane's last one has all that those before it had. */
function lastSparks(sparks: Noted["sparks"]): Noted["sparks"] {
  return [...new Map(sparks.map((spark) => [keyOf(spark.lane), spark])).values()];
}

/** One text a lane. */
export function keyOf({ from, to, module }: Lane): string {
  return `${from} ${to} ${module}`;
}
