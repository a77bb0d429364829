import type { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import type { BookedFlight } from "#lib/ports/user-store.ts";
import { rangeOf } from "./id-range.ts";
import { addEntries, ENTRIES_JSON } from "./pending-sql.ts";
import { SentDeletions } from "./sent-deletions.ts";
import type { Write } from "./write-lock.ts";

type Launch = (
  module: ModuleName,
  flight: BookedFlight,
  ids: readonly number[],
  keep: readonly number[],
  at: Instant,
) => void;

/** Moves entries into a flight (LaneBook.launch). To be called inside a write transaction. */
export function launcher(db: DatabaseSync, write: Write): Launch {
  const launchOf = (from: string, where: string) =>
    db.prepare(`
      INSERT INTO flights (module, epoch, seq, hash, items, bytes, oldest_at, entries)
      SELECT :module, :epoch, :seq, :hash, :items, :bytes, min(p.first_at), ${ENTRIES_JSON} FROM ${from} WHERE ${where}`);
  const launch = launchOf("json_each(:ids) i CROSS JOIN pending p ON p.id = i.value", "true");
  const launchRange = launchOf("pending p", "p.id BETWEEN :from AND :to");
  const leave = db.prepare("DELETE FROM pending WHERE id IN (SELECT value FROM json_each(?))");
  const leaveRange = db.prepare("DELETE FROM pending WHERE id BETWEEN :from AND :to");
  const entries = db.prepare(`
    SELECT CAST(${ENTRIES_JSON} AS BLOB) AS entries FROM json_each(?) i CROSS JOIN pending p ON p.id = i.value`);
  const stay = db.prepare(addEntries("", "CAST(:entries AS TEXT)"));
  const deletions = new SentDeletions(db, write);
  const setSent = db.prepare(`
    INSERT INTO export_lanes (module, last_sent) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET last_sent = excluded.last_sent`);
  return (module, { epoch, seq, hash, items, bytes }, ids, keep, at) => {
    setSent.run(module, JSON.stringify({ epoch, seq }));
    deletions.launched(keep.length === 0 ? ids : [...ids, ...keep], at);
    const flight = { module, epoch, seq, hash, items, bytes };
    const range = keep.length === 0 ? rangeOf(ids) : null;
    if (range) {
      launchRange.run({ ...flight, ...range });
      leaveRange.run(range);
      return;
    }
    launch.run({ ...flight, ids: JSON.stringify([...ids, ...keep]) });
    leave.run(JSON.stringify(ids));
    if (keep.length === 0) return;
    const kept = entries.get(JSON.stringify(keep))?.entries ?? null;
    leave.run(JSON.stringify(keep));
    stay.run({ entries: kept as Uint8Array, at: isoInstant(at) });
  };
}
