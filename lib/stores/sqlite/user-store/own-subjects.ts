import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { ofBookTable } from "#lib/domain/returned.ts";

/** The subjects of a module's own data set: what goes back to the partner is none of it. */
export function ownSubjects(db: DatabaseSync): (module: ModuleName) => readonly number[] {
  const subjects = db.prepare("SELECT id, tbl FROM subjects WHERE module = ?");
  return (module) =>
    subjects
      .all(module)
      .filter(({ tbl }) => ofBookTable(String(tbl)).source === "home")
      .map(({ id }) => Number(id));
}
