import { count, counted } from "./amount.ts";
import { directionConcern, pairTone } from "./concern.ts";
import type { Pair } from "./snapshot.ts";

const PAIR = { one: "pair", many: "pairs" };

/** Loudest first. */
const WORDS = ["failing", "out of contact", "falling behind", "with refused items", "healthy"] as const;

/** Many pairs in one line, loudest first: "1 pair out of contact, 1 falling behind, 4 healthy". */
export function census(pairs: readonly Pair[]): string {
  const words = pairs.map(wordOf);
  return WORDS.filter((word) => words.includes(word))
    .map((word, place) => {
      const many = words.filter((each) => each === word).length;
      return `${place === 0 ? counted(many, PAIR) : count(many)} ${word}`;
    })
    .join(", ");
}

function wordOf(pair: Pair): (typeof WORDS)[number] {
  switch (pairTone(pair)) {
    case "bad":
      return "failing";
    case "unknown":
      return "out of contact";
    case "warn":
      return pair.Directions.some((one) => directionConcern(one) === "behind")
        ? "falling behind"
        : "with refused items";
    case "calm":
      return "healthy";
  }
}
