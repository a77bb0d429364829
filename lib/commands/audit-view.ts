import type { ChainedRow, ChainFault } from "#lib/domain/audit-chain.ts";
import type { AuditRecordView } from "#lib/domain/audit-record.ts";
import { isoInstant } from "#lib/domain/instant.ts";

/** A row as doors tell it. */
export function recordView(row: ChainedRow): AuditRecordView {
  return {
    N: row.n,
    At: isoInstant(row.at),
    Actor: row.actor,
    Role: row.role,
    Door: row.door,
    Action: row.action,
    Subject: row.subject,
    Reason: row.reason,
    Before: parsedOrText(row.before),
    After: parsedOrText(row.after),
    Previous: row.previous,
    Hash: row.hash,
  };
}

/** Whoever altered a row may have left no JSON. */
function parsedOrText(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Which row it is, and what is wrong with it. */
export function faultSentence({ n, is }: ChainFault): string {
  switch (is) {
    case "altered":
      return `Record ${n} is not as it was written.`;
    case "missing":
      return `Record ${n} is missing.`;
    case "inserted":
      return `Record ${n} was not written by this service.`;
  }
}
