/** What was asked for, as the past tells it. */
const WORDS: Readonly<Record<string, string>> = {
  "full-push": "Sync asked for",
  delta: "Backup asked for",
  restore: "Restore asked for",
  adopt: "Adoption asked for",
  release: "Held deletions released",
  "bring-back": "Brought back from the trash",
  compare: "Compare asked for",
  "send-again": "What differs sent again, asked for",
  retry: "Retry of refused items asked for",
  skip: "Refused items skipped",
  cancel: "Stopped",
};

export function requestWords(what: string | null): string {
  return WORDS[what ?? ""] ?? what ?? "Something was asked for";
}
