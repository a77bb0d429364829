import type { DatabaseSync, StatementSync } from "node:sqlite";

/** A statement that is prepared when it is first needed, and kept. */
export function whenNeeded(db: DatabaseSync, sql: string): () => StatementSync {
  let prepared: StatementSync | null = null;
  return () => {
    prepared ??= db.prepare(sql);
    return prepared;
  };
}
