import { Moment } from "./moment.tsx";
import type { Words } from "./words.ts";

/** A sentence with its moments in the reader's time zone. */
export function Sentence({ words }: { readonly words: Words }) {
  // A word has no identity but its place.
  return words.map((word, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
    typeof word === "string" ? word : <Moment key={place} at={word.at} />,
  );
}
