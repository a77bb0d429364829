import { CHECK_FAULTS } from "./check-words.ts";
import { REFUSALS } from "./problem-words.ts";
import { REASONS, type Row } from "./reasons.ts";
import { EXPORT_STATES, IMPORT_STATES } from "./state-words.ts";

/** What a row of the table is about. */
export const ENTRY_KINDS = ["export", "import", "reason", "check", "refusal"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One row with its code. `id` is where the guide has it: the code, and for what is imported "import-" before it. */
export type Entry = Row & { readonly kind: EntryKind; readonly code: string; readonly id: string };

const entries = (kind: EntryKind, rows: Readonly<Record<string, Row>>): Entry[] =>
  Object.entries(rows).map(([code, row]) => ({ ...row, kind, code, id: kind === "import" ? `import-${code}` : code }));

/** The one table (A5): every state, reason, fault, fault of a check and refusal, each with its words. The guide and Get-Help print it. */
export const TABLE: readonly Entry[] = [
  ...entries("export", EXPORT_STATES),
  ...entries("import", IMPORT_STATES),
  ...entries("reason", REASONS),
  ...entries("check", CHECK_FAULTS),
  ...entries("refusal", REFUSALS),
];

/** The rows of a code in any case: a state may be one of exports and of imports. */
export function entriesOf(code: string): readonly Entry[] {
  return TABLE.filter((entry) => entry.code.toLowerCase() === code.toLowerCase());
}
