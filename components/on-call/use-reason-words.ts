import { useEffect, useState } from "react";
import type { WordsOf } from "#components/status/notes-by.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import type { ReasonCode, Row } from "#lib/domain/reasons.ts";
import { reasonsIn } from "./reasons-in.ts";

/** Rows of the table of words: those that a page came with, or all of them. */
export type ReasonWords = Readonly<Partial<Record<ReasonCode, Row>>>;

/** For the moment until the whole table is there. */
const NOT_YET: Row = { says: "", risk: "", next: "", lasts: "transient", helps: null };

/** The words for reasons. Most nights need few of them: the page brings those, and the table comes when another is met. */
export function useReasonWords(first: ReasonWords, snapshot: Snapshot): WordsOf {
  const [words, setWords] = useState(first);
  const isShort = reasonsIn(snapshot).some((reason) => words[reason] === undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: without a network it is tried again with the next snapshot
  useEffect(() => {
    if (isShort) void import("#lib/domain/reasons.ts").then(({ REASONS }) => setWords(REASONS)).catch(() => {});
  }, [isShort, snapshot]);
  return (reason) => words[reason] ?? NOT_YET;
}
