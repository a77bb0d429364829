/** What a change would do, told instead of doing it: -WhatIf leaves no trace, not even in the audit. */
export type Foreseen = { readonly WhatIf: string };

/** The answer to -WhatIf: a sentence that says what would happen. */
export function foreseen(sentence: string): Foreseen {
  return { WhatIf: sentence };
}
