import type { Instant } from "./instant.ts";

/** Why an export or import attempt failed. Each has its words in `reasons.ts`. */
export const FAULT_CODES = [
  "store-lost",
  "restoring",
  "deletion-guard",
  "capture-off",
  "scan-failed",
  "database-unreachable",
  "store-unreachable",
  "disk-full",
  "package-damaged",
  "package-missing",
  "package-exists",
  "ack-unreadable",
  "partner-does-not-import",
  "store-rewound",
  "standby-rewound",
  "ownership-conflict",
  "bad-data",
  "name-refused",
  "too-many-quarantined",
  "document-not-published",
  "unexpected",
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/**
 * A failed attempt: transient or not, it is told whole. Thrown by plugs and modules, caught by the lane that tried.
 * Compared by `code`; `path` names the file, folder or record.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly path: string | null;

  constructor(code: FaultCode, sentence: string, path: string | null = null, cause?: unknown) {
    super(sentence, { cause });
    this.name = "Fault";
    this.code = code;
    this.path = path;
  }
}

/** A fault as evidence: since when, and how often by now. */
export type FaultRecord = {
  readonly code: FaultCode;
  readonly sentence: string;
  readonly path: string | null;
  readonly firstAt: Instant;
  readonly at: Instant;
  readonly count: number;
};

/** What Node says before the words of a system error that it has no code for: a removal on a read-only file system is one. */
const NAMELESS = /^, Unknown error: /;

/** Any thrown thing as a fault; system errors by their code, the unknown as "unexpected" with its own words. */
export function asFault(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  if (!(thrown instanceof Error)) return new Fault("unexpected", String(thrown));
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  const path = "path" in thrown && typeof thrown.path === "string" ? thrown.path : null;
  if (code === "ENOSPC" || code === "EDQUOT") return new Fault("disk-full", "The disk is full.", path, thrown);
  if (code === "ERR_SQLITE_ERROR") {
    const full = /disk is full/i.test(thrown.message);
    return new Fault(full ? "disk-full" : "database-unreachable", databaseSays(thrown.message), null, thrown);
  }
  if (/^E[A-Z]+$/.test(code)) return new Fault("store-unreachable", thrown.message, path, thrown);
  if (code === "" && "syscall" in thrown) {
    return new Fault("store-unreachable", thrown.message.replace(NAMELESS, ""), path, thrown);
  }
  return new Fault("unexpected", thrown.message, path, thrown);
}

/**
 * Work on a store of a pool. Where the disk is full the store is named, whatever was written: the file that found no room is
 * another one each time, and one that is written by its descriptor has no name at all.
 */
export async function inStore<T>(store: string, path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw namingFull(thrown, store, path);
  }
}

/** The fault of a full disk by the store that lies on it; anything else as it is. */
export function namingFull(thrown: unknown, store: string, path: string): unknown {
  const fault = asFault(thrown);
  if (fault.code !== "disk-full" || fault.path === path) return thrown;
  const met = fault.path === null ? "" : ` It was met at ${fault.path}.`;
  return new Fault("disk-full", `${store} has no room left.${met}`, path, thrown);
}

/** Its own words as a sentence: a rule that somebody wrote may end with a full stop already. */
export function databaseSays(message: string): string {
  return `The database says: ${message.replace(/[.\s]*$/, "")}.`;
}

/** The same fault again keeps its first moment and counts up; another begins anew. */
export function recordFault(fault: Fault, before: FaultRecord | null, at: Instant): FaultRecord {
  const same = before !== null && before.code === fault.code && before.path === fault.path;
  return {
    code: fault.code,
    sentence: fault.message,
    path: fault.path,
    firstAt: same ? before.firstAt : at,
    at,
    count: same ? before.count + 1 : 1,
  };
}
