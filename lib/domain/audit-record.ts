// What doors tell of the audit, and screens show. Instants are ISO UTC text.

/** One row: who did what, through which door, why, and what it changed. */
export type AuditRecordView = {
  readonly N: number;
  readonly At: string;
  readonly Actor: string;
  readonly Role: string;
  readonly Door: string;
  readonly Action: string;
  readonly Subject: string;
  readonly Reason: string | null;
  readonly Before: unknown;
  readonly After: unknown;
  /** The hash of the row before it, and its own. */
  readonly Previous: string;
  readonly Hash: string;
};

/** The latest first; `Next` asks for those before them, and is null when that is all. */
export type AuditView = { readonly Records: readonly AuditRecordView[]; readonly Next: string | null };

/** How the audit was found as of a moment. */
export type AuditVerdictView = {
  readonly IsWhole: boolean;
  /** Rows that were read and fit, from the first on. */
  readonly Records: number;
  readonly LastN: number;
  readonly LastHash: string;
  readonly AsOf: string;
  /** The first row that does not fit. */
  readonly Fault: {
    readonly N: number;
    readonly Is: "altered" | "missing" | "inserted";
    readonly Sentence: string;
  } | null;
};
