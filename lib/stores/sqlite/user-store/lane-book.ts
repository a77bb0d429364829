import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { Epoch, ManifestHash, PackageId, PackageRef } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { BookedFlight, BookFacts, ImportPosition, LaneBook } from "#lib/ports/user-store.ts";
import type { Write } from "./write-lock.ts";

/** Written by itself, or inside the transaction of the rows that it speaks of. */
export const SET_POSITION = `
  INSERT INTO positions (module, from_pool, position) VALUES (?, ?, ?)
  ON CONFLICT (module, from_pool) DO UPDATE SET position = excluded.position`;

const START: ImportPosition = { applied: null, working: null };

/** The lanes' book of `pool` in its user database. */
export function laneBook(db: DatabaseSync, pool: PoolFqdn, write: Write): LaneBook {
  const add = db.prepare(`
    INSERT INTO pending (module, tbl, key, home_pool, first_at, gone, owed, bytes) VALUES (?, ?, ?, '${pool}', ?, ?, ?, ?)
    ON CONFLICT (module, tbl, key, home_pool)
    DO UPDATE SET gone = excluded.gone, owed = max(owed, excluded.owed), bytes = excluded.bytes,
      first_at = min(first_at, excluded.first_at)`);
  const mark = db.prepare("SELECT coalesce(max(seq), 0) AS mark FROM sqlite_sequence WHERE name = 'pending'");
  const next = db.prepare(`
    SELECT id, tbl, key, first_at FROM pending
    WHERE module = ? AND home_pool = '${pool}' AND gone = 0 AND id <= ? ORDER BY id LIMIT ?`);
  const setGone = db.prepare("UPDATE pending SET gone = 1 WHERE id = ?");
  const toFlight = db.prepare(`
    INSERT INTO flight_entries (module, epoch, seq, tbl, key, home_pool, first_at, bytes)
    SELECT module, ?, ?, tbl, key, home_pool, first_at, bytes FROM pending WHERE id = ?`);
  const leave = db.prepare("DELETE FROM pending WHERE id = ?");
  const owedGone = db.prepare("UPDATE pending SET gone = 1 WHERE id = ? AND owed = 1");
  const leaveUnowed = db.prepare("DELETE FROM pending WHERE id = ? AND owed = 0");
  const entry = db.prepare("SELECT module, tbl, key, first_at, owed, bytes FROM pending WHERE id = ?");
  const addFlight = db.prepare(
    "INSERT INTO flights (module, epoch, seq, hash, items, bytes) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const flights = db.prepare("SELECT epoch, seq, hash, items, bytes FROM flights WHERE module = ? ORDER BY epoch, seq");
  const dropFlight = db.prepare("DELETE FROM flights WHERE module = ? AND epoch = ? AND seq = ?");
  const dropEntries = db.prepare("DELETE FROM flight_entries WHERE module = ? AND epoch = ? AND seq = ?");
  const comeBack = db.prepare(`
    INSERT INTO pending (module, tbl, key, home_pool, first_at, gone, owed, bytes)
    SELECT module, tbl, key, home_pool, first_at, 0, 1, bytes FROM flight_entries
    WHERE module = ? AND epoch = ? AND seq = ?
    ON CONFLICT (module, tbl, key, home_pool) DO UPDATE SET owed = 1, first_at = min(first_at, excluded.first_at)`);
  const lane = db.prepare("SELECT epoch, last_sent, last_acked FROM export_lanes WHERE module = ?");
  const setSent = db.prepare(`
    INSERT INTO export_lanes (module, last_sent) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET last_sent = excluded.last_sent`);
  const setEpoch = db.prepare(`
    INSERT INTO export_lanes (module, epoch) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET epoch = max(epoch, excluded.epoch)`);
  const setAcked = db.prepare(`
    INSERT INTO export_lanes (module, last_acked) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET last_acked = excluded.last_acked`);
  const position = db.prepare("SELECT position FROM positions WHERE module = ? AND from_pool = ?");
  const setPosition = db.prepare(SET_POSITION);

  /** Behind every cut-off so far; with its first time, or as a change of `at`. */
  const queueAnew = (id: number, at: string | null) => {
    const one = entry.get(id);
    if (!one) return;
    leave.run(id);
    add.run(
      String(one.module),
      String(one.tbl),
      String(one.key),
      at ?? String(one.first_at),
      0,
      at === null ? (one.owed ?? 0) : 1,
      one.bytes ?? null,
    );
  };

  return {
    add: (module, entries, at) =>
      write(() => {
        for (const one of entries) add.run(module, one.table, one.key, isoInstant(at), 0, 0, one.bytes);
      }),
    addGone: (module, entries, at) =>
      write(() => {
        for (const one of entries) add.run(module, one.table, one.key, isoInstant(at), 1, 1, one.bytes);
      }),
    mark: async () => Number(mark.get()?.mark ?? 0),
    next: async (module, upTo, limit) =>
      next.all(module, upTo, limit).map((row) => ({
        id: Number(row.id),
        table: String(row.tbl),
        key: String(row.key),
        firstAt: Date.parse(String(row.first_at)),
      })),
    setGone: (_module, ids) =>
      ids.length === 0
        ? Promise.resolve()
        : write(() => {
            for (const id of ids) setGone.run(id);
          }),
    facts: async (module, tables, upTo) => bookFacts(db, pool, module, tables, upTo),
    drop: (_module, ids) =>
      ids.length === 0
        ? Promise.resolve()
        : write(() => {
            for (const id of ids) {
              owedGone.run(id);
              leaveUnowed.run(id);
            }
          }),
    launch: (module, flight, ids, keep, at) =>
      write(() => {
        setSent.run(module, JSON.stringify({ epoch: flight.epoch, seq: flight.seq }));
        addFlight.run(module, flight.epoch, flight.seq, flight.hash, flight.items, flight.bytes);
        for (const id of [...ids, ...keep]) toFlight.run(flight.epoch, flight.seq, id);
        for (const id of ids) leave.run(id);
        for (const id of keep) queueAnew(id, isoInstant(at));
      }),
    postpone: (_module, ids) =>
      ids.length === 0
        ? Promise.resolve()
        : write(() => {
            for (const id of ids) queueAnew(id, null);
          }),
    flights: async (module) => flights.all(module).map(flightOf),
    clear: async (module, cleared) => {
      // A transaction a flight: each is whole by itself, and nobody waits for a million entries.
      for (const { epoch, seq, hash } of cleared) {
        await write(() => {
          dropEntries.run(module, epoch, seq);
          dropFlight.run(module, epoch, seq);
          setAcked.run(module, JSON.stringify({ epoch, seq, hash }));
        });
      }
    },
    returnFlights: async (module) => {
      let returned = 0;
      for (const { epoch, seq } of flights.all(module).map(flightOf)) {
        await write(() => {
          returned += Number(comeBack.run(module, epoch, seq).changes);
          dropEntries.run(module, epoch, seq);
          dropFlight.run(module, epoch, seq);
        });
      }
      return returned;
    },
    lastSent: async (module) => {
      const text = lane.get(module)?.last_sent;
      return typeof text === "string" ? (JSON.parse(text) as PackageId) : null;
    },
    lastAcked: async (module) => {
      const text = lane.get(module)?.last_acked;
      return typeof text === "string" ? (JSON.parse(text) as PackageRef) : null;
    },
    forgetAcked: (module) =>
      write(() => {
        setAcked.run(module, null);
      }),
    knownEpoch: async (module) => Number(lane.get(module)?.epoch ?? 0),
    rememberEpoch: (module, epoch) =>
      write(() => {
        setEpoch.run(module, epoch);
      }),
    position: async (module, from) => {
      const text = position.get(module, from)?.position;
      return typeof text === "string" ? (JSON.parse(text) as ImportPosition) : START;
    },
    setPosition: (module, from, now) =>
      write(() => {
        setPosition.run(module, from, JSON.stringify(now));
      }),
  };
}

function flightOf(row: Record<string, unknown>): BookedFlight {
  return {
    epoch: Number(row.epoch) as Epoch,
    seq: Number(row.seq),
    hash: String(row.hash) as ManifestHash,
    items: Number(row.items),
    bytes: Number(row.bytes),
  };
}

/** Counts pending, untaken and flying entries in one read; an item that waits twice counts once. */
function bookFacts(
  db: DatabaseSync,
  pool: PoolFqdn,
  module: string,
  tables: readonly string[],
  upTo: number,
): BookFacts {
  const row = db
    .prepare(
      `WITH fresh AS (
         SELECT tbl, key, min(at) AS at FROM changes
         WHERE home_pool = :pool AND tbl IN (SELECT value FROM json_each(:tables)) GROUP BY tbl, key),
       waiting AS (SELECT count(*) AS items, coalesce(sum(gone), 0) AS gone, min(first_at) AS first_at, sum(bytes) AS bytes,
           count(*) - count(bytes) AS unsized, coalesce(sum(gone = 0 AND id <= :mark), 0) AS up_to
         FROM pending WHERE module = :module AND home_pool = :pool),
       flying AS (SELECT count(*) AS packages, coalesce(sum(items), 0) AS items, coalesce(sum(bytes), 0) AS bytes
         FROM flights WHERE module = :module)
       SELECT w.items + (SELECT count(*) FROM fresh f WHERE NOT EXISTS (SELECT 1 FROM pending p
           WHERE p.module = :module AND p.tbl = f.tbl AND p.key = f.key AND p.home_pool = :pool)) AS pending,
         w.gone, w.up_to, w.bytes, w.unsized + (SELECT count(*) FROM fresh) AS unsized,
         f.packages, f.items AS flying, f.bytes AS flying_bytes,
         (SELECT min(at) FROM (SELECT w.first_at AS at UNION ALL SELECT min(at) FROM fresh UNION ALL
           SELECT min(first_at) FROM flight_entries WHERE module = :module)) AS oldest
       FROM waiting w, flying f`,
    )
    .get({ pool, module, tables: JSON.stringify(tables), mark: upTo });
  return {
    pendingItems: Number(row?.pending),
    goneItems: Number(row?.gone),
    upToMark: Number(row?.up_to),
    pendingBytes: Number(row?.unsized) > 0 ? null : Number(row?.bytes ?? 0),
    inFlightItems: Number(row?.flying),
    unackedPackages: Number(row?.packages),
    unackedBytes: Number(row?.flying_bytes),
    oldestChangeAt: typeof row?.oldest === "string" ? Date.parse(row.oldest) : null,
  };
}
