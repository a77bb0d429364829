import type { DatabaseSync } from "node:sqlite";
import type { Epoch, ManifestHash, PackageId, PackageRef } from "#lib/domain/package.ts";
import type { BookedFlight, LaneBook } from "#lib/ports/user-store.ts";
import type { FlightWatch } from "./flight-watch.ts";
import { launcher } from "./launch.ts";
import { addEntries } from "./pending-sql.ts";
import type { PendingTally } from "./pending-tally.ts";
import { SentDeletions } from "./sent-deletions.ts";
import type { Write } from "./write-lock.ts";

type FlightBook = Pick<
  LaneBook,
  "launch" | "lastSent" | "flights" | "clear" | "returnFlights" | "lastAcked" | "forgetAcked"
>;

/** What flies: a flight carries its entries along, so that an ack clears exactly those (DESIGN L1). */
export function flightBook(db: DatabaseSync, tally: PendingTally, write: Write, watch: FlightWatch): FlightBook {
  const launch = launcher(db, write);
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
  const setAcked = db.prepare(`
    INSERT INTO export_lanes (module, last_acked) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET last_acked = excluded.last_acked`);

  return {
    launch: (module, flight, ids, keep, at) =>
      write(() => {
        for (const id of ids) tally.touch(id);
        for (const id of keep) tally.touch(id);
        launch(module, flight, ids, keep, at);
      }),
    flights: async (module) => flights.all(module).map(flightOf),
    clear: async (module, cleared) => {
      // A transaction a flight: each is whole by itself.
      for (const { epoch, seq, hash } of cleared) {
        await write(() => {
          watch.landing(module, epoch, seq);
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
