import { pairKind, wantsAttention } from "#components/status/census.ts";
import { LOUDNESS, riskText, TARGET_SECONDS, type Tone, worstOf } from "#components/status/concern.ts";
import { copiesName, failedSince, mostAtRisk, unknownSince } from "#components/status/evidence.ts";
import { isExpected } from "#components/status/expected.ts";
import { type Note, notesBy, type WordsOf } from "#components/status/notes-by.ts";
import { pairRisk } from "#components/status/pair-risk.ts";
import type { Direction, Pair, Snapshot } from "#components/status/snapshot.ts";
import type { Words } from "#components/status/words.ts";
import { duration } from "#lib/domain/duration.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";

/** One thing that is wrong, as who was woken by it reads it: what, since when, what is at risk, why, and what next. */
export type Problem = {
  readonly id: string;
  readonly tone: Tone;
  readonly title: Words;
  readonly figure: string;
  readonly risk: Words;
  readonly why: string;
  readonly next: string;
  /** The banner behind it; null for what no banner tells. */
  readonly note: Note | null;
  /** Where it was met. */
  readonly direction: Direction;
  /** How many pairs have the same cause. */
  readonly pairs: number;
  /** Whether a sync asked for now may help. */
  readonly syncHelps: boolean;
};

/** Causes that are one for the whole service, however many pairs they concern. */
const COMMON: readonly ReasonCode[] = ["engine-unheard"];

/** All that is wrong, worst first: louder before quieter, then what is at risk for longer. */
export function problemsOf(snapshot: Snapshot, maySync: boolean, wordsOf: WordsOf): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of snapshot.Pairs.flatMap((pair) => ofPair(pair, maySync, wordsOf))) {
    const before = found.get(problem.id);
    found.set(problem.id, before === undefined ? problem : { ...before, pairs: before.pairs + 1 });
  }
  return [...found.values()].sort(
    (a, b) => LOUDNESS.indexOf(a.tone) - LOUDNESS.indexOf(b.tone) || minutes(b) - minutes(a),
  );
}

/** Pairs without a problem. */
export function healthyPairs({ Pairs }: Snapshot, problems: readonly Problem[]): readonly Pair[] {
  const isTold = (pair: Pair) =>
    problems.some(({ direction, pairs }) => pairs > 1 || [pair.A, pair.B].includes(direction.From));
  return Pairs.filter((pair) => !isTold(pair));
}

function minutes({ direction }: Problem): number {
  return Math.floor((pairRisk({ Directions: [direction] })?.seconds ?? 0) / 60);
}

function ofPair(pair: Pair, maySync: boolean, wordsOf: WordsOf): readonly Problem[] {
  const kind = pairKind(pair);
  if (!wantsAttention(kind)) return [];
  const notes = notesBy(pair, maySync, wordsOf).filter(({ tone }) => tone !== "calm");
  return notes.length > 0
    ? notes.flatMap((note) => ofNote(note, pair, wordsOf))
    : kind === "late"
      ? late(pair)
      : unheard(pair);
}

function ofNote(note: Note, pair: Pair, wordsOf: WordsOf): readonly Problem[] {
  const { reason, from, tone, title, says, next } = note;
  const direction = pair.Directions.find(({ From }) => From === from);
  if (direction === undefined) return [];
  return [
    {
      id: COMMON.includes(reason) ? reason : `${from} ${title} ${reason}`,
      tone,
      title: [title],
      ...atRisk(direction, pair),
      why: says,
      next,
      note,
      direction,
      pairs: 1,
      syncHelps: syncHelps(note, wordsOf),
    },
  ];
}

/** Every copy keeps up, and yet a change waits for too long: no banner tells that. */
function late(pair: Pair): readonly Problem[] {
  const direction = mostAtRisk(pair);
  if (direction === null) return [];
  return [
    {
      id: `${direction.From} late`,
      tone: "warn",
      title: [`${copiesName(direction)} is over the target of ${duration(TARGET_SECONDS * 1000)}`],
      ...atRisk(direction, pair),
      why: "Its copies keep up, but a change has had no second copy for longer than that.",
      next: `See whether ${shortName(direction.To)} acknowledges what was sent, and whether the sync interval is longer than the target.`,
      note: null,
      direction,
      pairs: 1,
      syncHelps: true,
    },
  ];
}

/** A pair of which nothing was heard yet, so that no banner has anything to tell. */
function unheard(pair: Pair): readonly Problem[] {
  const direction = worstOf(pair.Directions);
  if (direction === null) return [];
  return [
    {
      id: `${pair.A} unheard`,
      tone: "unknown",
      title: [`Nothing was heard of ${shortName(direction.To)} yet`],
      ...atRisk(direction, pair),
      why: "Changes may have no second copy.",
      next: "Nothing to press: its word comes every few seconds.",
      note: null,
      direction,
      pairs: 1,
      syncHelps: false,
    },
  ];
}

/** Where it ends by itself or waits for its turn, asking at once is worth a press; what is lost, held or silent needs something else. */
function syncHelps({ reason, tone }: Note, wordsOf: WordsOf): boolean {
  const { helps, lasts } = wordsOf(reason);
  if (helps !== null) return helps === "sync-now" || helps === "lift-limit";
  return tone !== "unknown" && lasts === "transient";
}

function atRisk(direction: Direction, pair: Pair): Pick<Problem, "figure" | "risk"> {
  const risk = pairRisk({ Directions: [direction] });
  const copies = direction.Status.BackupModules.filter(isExpected);
  const oldest = copies.find(({ SecondsAtRisk }) => SecondsAtRisk === risk?.seconds)?.OldestChangeAt ?? null;
  if (risk !== null && oldest !== null)
    return { figure: riskText(risk), risk: ["at risk since ", { at: oldest }, ", growing"] };
  if (risk !== null) return { figure: riskText(risk), risk: ["at risk: no change is known to wait"] };
  const since = unknownSince(direction) ?? failedSince(direction, pair);
  return {
    figure: "Not known",
    risk:
      since === null
        ? ["what is at risk"]
        : ["what is at risk: changes since ", { at: since }, " may have no second copy"],
  };
}
