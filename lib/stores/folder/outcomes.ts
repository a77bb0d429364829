import { partName } from "#lib/domain/package.ts";
import type { CopyOutcome } from "#lib/ports/file-store.ts";

/** As the port's, and files that are too large to be copied without asking. */
export type TaskOutcome = CopyOutcome | { readonly is: "large"; readonly bytes: number };

/**
 * Outcomes on their way from a thread: most are files, and columns of numbers travel many times faster than objects. What is
 * no file stands in `others` under its number.
 */
export type Columns = {
  readonly bytes: Float64Array;
  readonly modes: Uint16Array;
  readonly mtimes: BigInt64Array;
  /** Numbers of parts, and where in them. */
  readonly parts: Uint32Array;
  readonly spots: Uint32Array;
  readonly others: Map<number, TaskOutcome>;
};

/** Above the nine bits of a mode. */
const AS_SEEN = 0o1000;

export function columnsOf(outcomes: readonly TaskOutcome[]): Columns {
  const bytes = new Float64Array(outcomes.length);
  const modes = new Uint16Array(outcomes.length);
  const mtimes = new BigInt64Array(outcomes.length);
  const parts = new Uint32Array(outcomes.length);
  const spots = new Uint32Array(outcomes.length);
  const others = new Map<number, TaskOutcome>();
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.is !== "file") {
      others.set(at, outcome);
      continue;
    }
    bytes[at] = outcome.bytes;
    modes[at] = outcome.mode | (outcome.isAsSeen ? AS_SEEN : 0);
    mtimes[at] = outcome.mtimeNs;
    parts[at] = Number(outcome.part);
    spots[at] = outcome.at;
  }
  return { bytes, modes, mtimes, parts, spots, others };
}

export function outcomesOf({ bytes, modes, mtimes, parts, spots, others }: Columns): TaskOutcome[] {
  let part = { number: 0, name: partName(0) };
  return Array.from(bytes, (size, at): TaskOutcome => {
    const other = others.get(at);
    if (other) return other;
    const mode = modes[at] ?? 0;
    const number = parts[at] ?? 0;
    if (number !== part.number) part = { number, name: partName(number) }; // hundreds of files in a row share one
    return {
      is: "file",
      part: part.name,
      at: spots[at] ?? 0,
      bytes: size,
      mode: mode & 0o777,
      mtimeNs: mtimes[at] ?? 0n,
      isAsSeen: (mode & AS_SEEN) !== 0,
    };
  });
}
