import { listOf, type TextList, textList } from "#lib/disk/text-list.ts";
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
  readonly hashes: TextList;
  readonly others: Map<number, TaskOutcome>;
};

/** Above the nine bits of a mode. */
const AS_SEEN = 0o1000;

export function columnsOf(outcomes: readonly TaskOutcome[]): Columns {
  const bytes = new Float64Array(outcomes.length);
  const modes = new Uint16Array(outcomes.length);
  const mtimes = new BigInt64Array(outcomes.length);
  const others = new Map<number, TaskOutcome>();
  const hashes = outcomes.map((outcome, at) => {
    if (outcome.is !== "file") {
      others.set(at, outcome);
      return "";
    }
    bytes[at] = outcome.bytes;
    modes[at] = outcome.mode | (outcome.isAsSeen ? AS_SEEN : 0);
    mtimes[at] = outcome.mtimeNs;
    return outcome.sha256;
  });
  return { bytes, modes, mtimes, hashes: textList(hashes), others };
}

export function outcomesOf({ bytes, modes, mtimes, hashes, others }: Columns): TaskOutcome[] {
  return listOf(hashes).map((sha256, at): TaskOutcome => {
    const other = others.get(at);
    if (other) return other;
    const mode = modes[at] ?? 0;
    return {
      is: "file",
      bytes: bytes[at] ?? 0,
      sha256,
      mode: mode & 0o777,
      mtimeNs: mtimes[at] ?? 0n,
      isAsSeen: (mode & AS_SEEN) !== 0,
    };
  });
}
