import { count, counted } from "./amount.ts";
import { directionConcern, isLate, pairTone } from "./concern.ts";
import type { Pair } from "./snapshot.ts";

const PAIR = { one: "pair", many: "pairs" };

/** What can be said of a pair in a word, loudest first. */
export const PAIR_KINDS = ["failing", "unheard", "late", "behind", "refused", "starting", "healthy"] as const;
export type PairKind = (typeof PAIR_KINDS)[number];

/** How many pairs there are of each kind; of those that are missing there is none. */
export type PairCounts = Readonly<Partial<Record<PairKind, number>>>;

/** What a pair is called, and what follows the number where pairs are counted. */
export const KIND_WORDS: Readonly<Record<PairKind, string>> = {
  failing: "failing",
  unheard: "out of contact",
  late: "over the target",
  behind: "falling behind",
  refused: "with refused items",
  starting: "starting",
  healthy: "healthy",
};

/** The pairs that want a person, and those that do not. */
export function wantsAttention(kind: PairKind): boolean {
  return kind !== "healthy" && kind !== "starting";
}

/** What was judged already: a snapshot never changes, and a page asks many times what it says. */
const judged = new WeakMap<Pair, PairKind>();

export function pairKind(pair: Pair): PairKind {
  const known = judged.get(pair);
  if (known !== undefined) return known;
  const kind = judge(pair);
  judged.set(pair, kind);
  return kind;
}

function judge(pair: Pair): PairKind {
  switch (pairTone(pair)) {
    case "bad":
      return "failing";
    case "unknown":
      return "unheard";
    case "warn":
      return isLate(pair) ? "late" : concerns(pair).includes("behind") ? "behind" : "refused";
    case "calm":
      return concerns(pair).includes("starting") ? "starting" : "healthy";
  }
}

/** Loudest first, equals in their order. */
export function loudestFirst<P extends Pair>(pairs: readonly P[]): readonly P[] {
  return PAIR_KINDS.flatMap((kind) => pairs.filter((pair) => pairKind(pair) === kind));
}

/** Counts pairs by kind, on top of what is known already of others. */
export function countPairs(pairs: readonly Pair[], others: PairCounts = {}): PairCounts {
  const counts: Partial<Record<PairKind, number>> = { ...others };
  for (const pair of pairs) {
    const kind = pairKind(pair);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Many pairs in one line, loudest first: "1 pair out of contact, 1 falling behind, 4 healthy". */
export function census(counts: PairCounts): string {
  return PAIR_KINDS.filter((kind) => (counts[kind] ?? 0) > 0)
    .map((kind, place) => {
      const many = counts[kind] ?? 0;
      return `${place === 0 ? counted(many, PAIR) : count(many)} ${KIND_WORDS[kind]}`;
    })
    .join(", ");
}

function concerns({ Directions }: Pair) {
  return Directions.map(directionConcern);
}
