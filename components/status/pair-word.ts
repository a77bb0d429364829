import { count, counted } from "./amount.ts";
import { directionConcern, pairTone, riskOf, TARGET_SECONDS } from "./concern.ts";
import type { Pair } from "./snapshot.ts";

const PAIR = { one: "pair", many: "pairs" };

/** What a pair is called where pairs are counted, loudest first. */
export const PAIR_WORDS = [
  "failing",
  "out of contact",
  "over the target",
  "falling behind",
  "with refused items",
  "starting",
  "healthy",
] as const;
export type PairWord = (typeof PAIR_WORDS)[number];

/** Many pairs in one line, loudest first: "1 pair out of contact, 1 falling behind, 4 healthy". */
export function countedWords(pairs: readonly Pair[]): string {
  const words = pairs.map(pairWord);
  return PAIR_WORDS.filter((word) => words.includes(word))
    .map((word, place) => {
      const many = words.filter((each) => each === word).length;
      return `${place === 0 ? counted(many, PAIR) : count(many)} ${word}`;
    })
    .join(", ");
}

/** The loudest that can be said of a pair. One that has not looked yet is not called healthy. */
export function pairWord(pair: Pair): PairWord {
  const tone = pairTone(pair);
  const concerns = pair.Directions.map(directionConcern);
  if (tone === "bad") return "failing";
  if (tone === "unknown") return "out of contact";
  if (pair.Directions.some((direction) => (riskOf(direction)?.seconds ?? 0) > TARGET_SECONDS)) return "over the target";
  if (tone === "warn") return concerns.includes("behind") ? "falling behind" : "with refused items";
  return concerns.includes("starting") ? "starting" : "healthy";
}
