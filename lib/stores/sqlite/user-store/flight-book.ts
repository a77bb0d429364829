import type { DatabaseSync } from "node:sqlite";
import { isoInstant } from "#lib/domain/instant.ts";
import type { Epoch, ManifestHash, PackageId, PackageRef } from "#lib/domain/package.ts";
import type { BookedFlight, LaneBook } from "#lib/ports/user-store.ts";
import { rangeOf } from "./id-range.ts";
import { addEntries, ENTRIES_JSON } from "./pending-sql.ts";
import type { PendingTally } from "./pending-tally.ts";
import { SentDeletions } from "./sent-deletions.ts";
import type { Write } from "./write-lock.ts";

type FlightBook = Pick<
  LaneBook,
  "launch" | "lastSent" | "flights" | "clear" | "returnFlights" | "lastAcked" | "forgetAcked"
>;

/** What flies: a flight carries its entries along, so that an ack clears exactly those (DESIGN L1). */
export function flightBook(db: DatabaseSync, tally: PendingTally, write: Write): FlightBook {
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
  const flights = db.prepare("SELECT epoch, seq, hash, items, bytes FROM flights WHERE module = ? ORDER BY epoch, seq");
  const dropFlight = db.prepare("DELETE FROM flights WHERE module = ? AND epoch = ? AND seq = ?");
  const comeBack = db.prepare(
    `${addEntries(
      "(SELECT entries, NULL AS at FROM flights WHERE module = :module AND epoch = :epoch AND seq = :seq) f,",
      "f.entries",
    ).replace(":at", "f.at")}`,
  );
  const deletions = new SentDeletions(db, write);
  const lane = db.prepare("SELECT last_sent, last_acked FROM export_lanes WHERE module = ?");
  const setSent = db.prepare(`
    INSERT INTO export_lanes (module, last_sent) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET last_sent = excluded.last_sent`);
  const setAcked = db.prepare(`
    INSERT INTO export_lanes (module, last_acked) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET last_acked = excluded.last_acked`);

  return {
    launch: (module, { epoch, seq, hash, items, bytes }, ids, keep, at) =>
      write(() => {
        for (const id of ids) tally.touch(id);
        for (const id of keep) tally.touch(id);
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
      }),
    flights: async (module) => flights.all(module).map(flightOf),
    clear: async (module, cleared) => {
      // A transaction a flight: each is whole by itself.
      for (const { epoch, seq, hash } of cleared) {
        await write(() => {
          dropFlight.run(module, epoch, seq);
          setAcked.run(module, JSON.stringify({ epoch, seq, hash }));
        });
      }
    },
    returnFlights: async (module) => {
      let returned = 0;
      for (const { epoch, seq } of flights.all(module).map(flightOf)) {
        await write(() => {
          returned += Number(comeBack.run({ module, epoch, seq }).changes);
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
    forgetAcked: async (module, at) => {
      await deletions.recall(module, at);
      await write(() => {
        setAcked.run(module, null);
      });
    },
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
