import { LASTS } from "#lib/domain/lasts.ts";
import { ENTRY_KINDS, type Entry, type EntryKind } from "#lib/domain/table.ts";

const HEADS: Readonly<Record<EntryKind, string>> = {
  export: "States of an export",
  import: "States of an import",
  reason: "Reasons",
  check: "What a check names",
  refusal: "Refusals",
};

/** Rows of the table of words for eyes. */
export function statesText(entries: readonly Entry[]): string {
  return ENTRY_KINDS.flatMap((kind) => {
    const rows = entries.filter((entry) => entry.kind === kind);
    return rows.length === 0 ? [] : [HEADS[kind], ...rows.map(rowText)];
  }).join("\n\n");
}

/** The same as JSON. */
export function statesAsJson(entries: readonly Entry[]) {
  return entries.map(({ kind, code, says, risk, next, lasts }) => ({
    Code: code,
    Kind: kind,
    Means: says,
    AtRisk: risk,
    Next: next,
    Lasts: lasts,
  }));
}

function rowText({ code, says, risk, next, lasts }: Entry): string {
  return [code, `  ${says}`, `  At risk: ${risk}`, `  To do: ${next}`, `  ${LASTS[lasts]}`].join("\n");
}
