/** A sentence with moments in it: a moment is shown in the reader's time zone, so it is no text before it is on a screen. */
export type Words = readonly (string | { readonly at: string })[];

/** The sentence with its moments as ISO text: where there is no screen to show them on. */
export function plain(words: Words): string {
  return words.map((word) => (typeof word === "string" ? word : word.at)).join("");
}
