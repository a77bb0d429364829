import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { RowStore } from "#lib/ports/user-store.ts";
import { captureTriggers } from "./triggers.ts";
import type { Write } from "./write-lock.ts";

type CaptureWatch = Pick<RowStore, "isCaptureIntact" | "repairCapture" | "captureGapAt">;

/** Whether the triggers that record changes of `tables` are there, unaltered and not silenced. */
export function captureWatch(db: DatabaseSync, tables: readonly RowTable[], write: Write): CaptureWatch {
  const expected = tables.flatMap((table) => [...captureTriggers(table)]);
  const triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'capture_%'");
  // A row in `importing` outside an import silences every trigger; seen from here it can only be another program's.
  const silence = db.prepare("SELECT 1 AS yes FROM importing");
  const gapAt = db.prepare("SELECT capture_gap_at AS at FROM store");
  return {
    isCaptureIntact: async () => {
      const found = new Map(triggers.all().map((row) => [String(row.name), String(row.sql)]));
      return silence.get() === undefined && expected.every(([name, sql]) => found.get(name) === sql);
    },
    repairCapture: (at) =>
      write(() => {
        for (const [name, sql] of expected) {
          db.exec(`DROP TRIGGER IF EXISTS ${name}`);
          db.exec(sql);
        }
        db.exec("DELETE FROM importing");
        db.prepare("UPDATE store SET capture_gap_at = coalesce(capture_gap_at, ?)").run(isoInstant(at));
      }),
    captureGapAt: async () => {
      const at = gapAt.get()?.at;
      return typeof at === "string" ? Date.parse(at) : null;
    },
  };
}
