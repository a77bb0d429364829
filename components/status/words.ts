/** A sentence with moments in it: a moment is shown in the reader's time zone, so it is no text before it is on a screen. */
export type Words = readonly (string | { readonly at: string })[];
