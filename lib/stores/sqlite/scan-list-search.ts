import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Sight } from "#lib/ports/file-store.ts";

/**
 * Every sight of a data set and what is still owed of it, folder by folder, read beside whoever looks. Nothing where no look
 * was made yet.
 */
export function* storedSights(path: string, dataSet: string): Generator<{ folder: string; sight: Sight }> {
  if (!existsSync(path)) return;
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    for (const table of ["seen", "owed"]) {
      for (const { folder, sight } of db
        .prepare(`SELECT folder, sight FROM ${table} WHERE data_set = ?`)
        .iterate(dataSet)) {
        if (sight instanceof Uint8Array) yield { folder: String(folder), sight };
      }
    }
  } finally {
    db.close();
  }
}
