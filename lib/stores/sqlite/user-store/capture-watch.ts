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
  const gapAt = db.prepare(`
    SELECT capture_gap_at AS at FROM store
    WHERE capture_gap_at IS NOT (SELECT gap_closed FROM export_lanes WHERE module = ?)`);
  const open = db.prepare("UPDATE store SET capture_gap_at = ?");
  const close = db.prepare(`
    INSERT INTO export_lanes (module, gap_closed) SELECT ?, capture_gap_at FROM store WHERE true
    ON CONFLICT (module) DO UPDATE SET gap_closed = excluded.gap_closed`);
  const last = db.prepare("SELECT capture_gap_at AS at FROM store");
  // Whoever finds the gap sends its own rows anew; the other modules' rows of these tables go with their next look.
  const setDue = db.prepare(`
    UPDATE export_lanes SET baseline_due = 1
    WHERE module <> ? AND module IN (SELECT module FROM subjects WHERE tbl IN (SELECT value FROM json_each(?)))`);
  const names = JSON.stringify(tables.map((table) => table.name));
  return {
    isCaptureIntact: async () => silence.get() === undefined && isSealed(),
    repairCapture: (module, at) =>
      write(() => {
        for (const [name, sql] of expected) {
          db.exec(`DROP TRIGGER IF EXISTS ${name}`);
          db.exec(sql);
        }
        sealCapture(db);
        db.exec("DELETE FROM importing");
        const before = last.get()?.at;
        // Another gap than the last one, whatever the clock says: that one may be closed for some.
        open.run(isoInstant(typeof before === "string" ? Math.max(at, Date.parse(before) + 1) : at));
        setDue.run(module, names);
      }),
    closeGap: (module) =>
      write(() => {
        close.run(module);
      }),
    captureGapAt: async (module) => {
      const at = gapAt.get(module)?.at;
      return typeof at === "string" ? Date.parse(at) : null;
    },
  };
}
