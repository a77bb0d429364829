import type { Attempt, ExportReport, ImportReport } from "./evidence.ts";
import type { FaultRecord } from "./fault.ts";
import { type Instant, isoInstant } from "./instant.ts";
import { openQuarantine, placeOf, type Quarantine } from "./quarantine.ts";
import type { ReasonCode } from "./reasons.ts";

/** What went wrong last, as status tells it; instants are ISO UTC text. */
export type LastError = {
  readonly Side: "Export" | "Import";
  readonly Code: ReasonCode;
  readonly Sentence: string;
  /** The file or folder, or the table with the record's key. */
  readonly Path: string | null;
  readonly FirstAt: string;
  readonly At: string;
  readonly Count: number;
};

/**
 * The failure of a side, the export's first; where nothing failed, the first item in quarantine: what the partner refused by
 * its own word and nobody skipped, else what this pool refused (DESIGN L12).
 */
export function lastError(exported: ExportReport | null, imported: ImportReport | null): LastError | null {
  return (
    failure("Export", exported?.attempt) ??
    failure("Import", imported?.attempt) ??
    refusal("Export", openOf(exported), exported?.partner?.heardAt ?? exported?.at) ??
    refusal("Import", imported?.quarantine, imported?.at)
  );
}

function openOf(exported: ExportReport | null): Quarantine | null {
  const refused = exported?.partner?.quarantine ?? null;
  return exported === null || refused === null ? null : openQuarantine(refused, exported.skips);
}

function failure(side: LastError["Side"], attempt: Attempt | undefined): LastError | null {
  return attempt?.is === "failed" ? told(side, attempt.fault) : null;
}

function told(side: LastError["Side"], fault: FaultRecord): LastError {
  return {
    Side: side,
    Code: fault.code,
    Sentence: fault.sentence,
    Path: fault.path,
    FirstAt: isoInstant(fault.firstAt),
    At: isoInstant(fault.at),
    Count: fault.count,
  };
}

/** An item that is held: from its change to the last word that still named it. */
function refusal(
  side: LastError["Side"],
  quarantine: Quarantine | null | undefined,
  at: Instant | undefined,
): LastError | null {
  const [first] = quarantine?.named ?? [];
  if (first === undefined || at === undefined) return null;
  return {
    Side: side,
    Code: first.code,
    Sentence: first.sentence,
    Path: placeOf(first),
    FirstAt: Number.isNaN(Date.parse(first.since)) ? isoInstant(at) : first.since,
    At: isoInstant(at),
    Count: first.tries,
  };
}
