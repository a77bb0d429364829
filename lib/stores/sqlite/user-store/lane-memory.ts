import type { DatabaseSync } from "node:sqlite";
import type { ImportPosition, LaneBook } from "#lib/ports/user-store.ts";
import type { Write } from "./write-lock.ts";

/** Written by itself, or inside the transaction of the rows that it speaks of. */
export const SET_POSITION = `
  INSERT INTO positions (module, from_pool, position) VALUES (?, ?, ?)
  ON CONFLICT (module, from_pool) DO UPDATE SET position = excluded.position`;

const START: ImportPosition = { applied: null, working: null };

type LaneMemory = Pick<
  LaneBook,
  "knownEpoch" | "rememberEpoch" | "lookStamp" | "rememberLook" | "position" | "setPosition"
>;

/** How far lanes have come. */
export function laneMemory(db: DatabaseSync, write: Write): LaneMemory {
  const epochOf = db.prepare("SELECT epoch FROM export_lanes WHERE module = ?");
  const setEpoch = db.prepare(`
    INSERT INTO export_lanes (module, epoch) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET epoch = max(epoch, excluded.epoch)`);
  const stampOf = db.prepare("SELECT stamp FROM looks WHERE module = ?");
  const setStamp = db.prepare(`
    INSERT INTO looks (module, stamp) VALUES (?, ?) ON CONFLICT (module) DO UPDATE SET stamp = excluded.stamp`);
  const position = db.prepare("SELECT position FROM positions WHERE module = ? AND from_pool = ?");
  const setPosition = db.prepare(SET_POSITION);
  return {
    knownEpoch: async (module) => Number(epochOf.get(module)?.epoch ?? 0),
    rememberEpoch: (module, epoch) =>
      write(() => {
        setEpoch.run(module, epoch);
      }),
    lookStamp: async (module) => {
      const stamp = stampOf.get(module)?.stamp;
      return typeof stamp === "string" ? stamp : null;
    },
    rememberLook: (module, stamp) =>
      write(() => {
        setStamp.run(module, stamp);
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
