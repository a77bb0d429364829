import { directionConcern, TONES, type Tone } from "./concern.ts";
import type { Pair } from "./snapshot.ts";

const LOUD = [
  ["bad", "failing"],
  ["unknown", "out of contact"],
  ["warn", "falling behind"],
] as const satisfies readonly (readonly [Tone, string])[];

/** Many pairs in one line: "1 pair out of contact, 1 falling behind, 4 healthy". A pair is as loud as its worst direction. */
export function census(pairs: readonly Pair[]): string {
  const loudest = pairs.map(({ Directions }) => {
    const tones = Directions.map((direction) => TONES[directionConcern(direction)]);
    return LOUD.find(([tone]) => tones.includes(tone))?.[0] ?? "calm";
  });
  const parts = [...LOUD, ["calm", "healthy"] as const].flatMap(([tone, words]) => {
    const many = loudest.filter((each) => each === tone).length;
    return many === 0 ? [] : [[many, words] as const];
  });
  return parts
    .map(([many, words], place) => (place === 0 ? `${many} ${pairsWord(many)} ${words}` : `${many} ${words}`))
    .join(", ");
}

function pairsWord(many: number): string {
  return many === 1 ? "pair" : "pairs";
}
