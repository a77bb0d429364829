/**
 * Texts without NUL on their way to or from a thread: one long text is copied many times faster than thousands of short
 * ones.
 */
export type TextList = { readonly length: number; readonly joined: string };

export function textList(texts: readonly string[]): TextList {
  return { length: texts.length, joined: texts.join("\0") };
}

export function listOf({ length, joined }: TextList): string[] {
  return length === 0 ? [] : joined.split("\0");
}
