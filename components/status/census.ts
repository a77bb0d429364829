import { count, counted } from "./amount.ts";
import { LOUDNESS, pairTone, type Tone } from "./concern.ts";
import type { Pair } from "./snapshot.ts";

const PAIR = { one: "pair", many: "pairs" };
const WORDS: Record<Tone, string> = {
  bad: "failing",
  unknown: "out of contact",
  warn: "falling behind",
  calm: "healthy",
};

/** Many pairs in one line, loudest first: "1 pair out of contact, 1 falling behind, 4 healthy". */
export function census(pairs: readonly Pair[]): string {
  const tones = pairs.map(pairTone);
  return LOUDNESS.filter((tone) => tones.includes(tone))
    .map((tone, place) => {
      const many = tones.filter((each) => each === tone).length;
      return `${place === 0 ? counted(many, PAIR) : count(many)} ${WORDS[tone]}`;
    })
    .join(", ");
}
