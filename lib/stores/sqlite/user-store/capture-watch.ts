import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { RowStore } from "#lib/ports/user-store.ts";
import { sealCapture, sealReader } from "./capture-seal.ts";
import { captureTriggers } from "./triggers.ts";
import type { Write } from "./write-lock.ts";

type CaptureWatch = Pick<RowStore, "isCaptureIntact" | "repairCapture" | "captureGapAt" | "closeGap">;

/** Whether the triggers that record changes of `tables` are there since they were made, unaltered and not silenced. */
export function captureWatch(db: DatabaseSync, tables: readonly RowTable[], write: Write): CaptureWatch {
  const expected = tables.flatMap((table) => [...captureTriggers(table)]);
  const isSealed = sealReader(db, tables);
  // A row in `importing` outside an import silences every trigger; seen from here it can only be another program's.
  const silence = db.prepare("SELECT 1 AS yes FROM importing");
  const gapAt = db.prepare("SELECT capture_gap_at AS at FROM store");
  return {
    isCaptureIntact: async () => silence.get() === undefined && isSealed(),
    repairCapture: (at) =>
      write(() => {
        for (const [name, sql] of expected) {
          db.exec(`DROP TRIGGER IF EXISTS ${name}`);
          db.exec(sql);
        }
        sealCapture(db);
        db.exec("DELETE FROM importing");
        db.prepare("UPDATE store SET capture_gap_at = coalesce(capture_gap_at, ?)").run(isoInstant(at));
      }),
    closeGap: () =>
      write(() => {
        db.exec("UPDATE store SET capture_gap_at = NULL");
      }),
    captureGapAt: async () => {
      const at = gapAt.get()?.at;
      return typeof at === "string" ? Date.parse(at) : null;
    },
  };
}
