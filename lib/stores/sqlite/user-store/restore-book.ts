import type { DatabaseSync } from "node:sqlite";
import type { ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { Write } from "./write-lock.ts";

type RestoreBook = Pick<
  LaneBook,
  | "ackedBy"
  | "rememberAckedBy"
  | "isStandbyBehind"
  | "setStandbyBehind"
  | "isBaselineDue"
  | "setBaselineDue"
  | "isPastVoid"
  | "pastVoidUpTo"
  | "voidPast"
  | "beginPast"
  | "restoring"
  | "setRestoring"
  | "isRestored"
  | "movingAside"
  | "noteMovingAside"
  | "receipt"
  | "noteReturn"
>;

/** Marks what a database sent before as void: 1, or 2 and the last epoch that the ledger knew when it was adopted. */
export const VOID_PAST = `
  INSERT INTO export_lanes (module, past_void) VALUES (?, 1) ON CONFLICT (module) DO UPDATE SET past_void = 1`;

/** The same for an adoption. */
export const VOID_PAST_UP_TO = `
  INSERT INTO export_lanes (module, past_void) VALUES (?, ?)
  ON CONFLICT (module) DO UPDATE SET past_void = excluded.past_void`;

/** The second parameter is 0 or 1. */
export const SET_BASELINE = `
  INSERT INTO export_lanes (module, baseline_due) VALUES (?, ?)
  ON CONFLICT (module) DO UPDATE SET baseline_due = excluded.baseline_due`;

export const SET_RESTORING = `
  INSERT INTO restores (module, home_pool, request_id) VALUES (?, ?, ?)
  ON CONFLICT (module, home_pool) DO UPDATE
  SET emptied = emptied AND request_id = excluded.request_id,
    emptied_up_to = iif(request_id = excluded.request_id, emptied_up_to, NULL), request_id = excluded.request_id, ended = 0`;

/** Written by itself, or inside the transaction of the rows that it tells of. */
export const SET_RECEIPT = `
  INSERT INTO receipts (module, from_pool, receipt) VALUES (?, ?, ?)
  ON CONFLICT (module, from_pool) DO UPDATE SET receipt = excluded.receipt`;

/** What losses and restores left to be done, and what came of them. */
export function restoreBook(db: DatabaseSync, write: Write): RestoreBook {
  const lane = db.prepare(
    "SELECT acked_by, standby_behind, baseline_due, past_void FROM export_lanes WHERE module = ?",
  );
  const setAckedBy = db.prepare(`
    INSERT INTO export_lanes (module, acked_by) VALUES (?, ?) ON CONFLICT (module) DO UPDATE SET acked_by = excluded.acked_by`);
  const setBehind = db.prepare(`
    INSERT INTO export_lanes (module, standby_behind) VALUES (?, ?)
    ON CONFLICT (module) DO UPDATE SET standby_behind = excluded.standby_behind`);
  const setBaseline = db.prepare(SET_BASELINE);
  const voidPast = db.prepare(VOID_PAST);
  const beginPast = db.prepare(`
    UPDATE export_lanes SET past_void = 0, epoch = max(epoch, :epoch), last_sent = json_object('epoch', :epoch, 'seq', 0)
    WHERE module = :module`);
  const restore = db.prepare("SELECT request_id, ended FROM restores WHERE module = ? AND home_pool = ?");
  const setRestore = db.prepare(SET_RESTORING);
  const endRestore = db.prepare("UPDATE restores SET ended = 1 WHERE module = ? AND home_pool = ?");
  const aside = db.prepare("SELECT name FROM moving_aside WHERE module = ? AND home_pool = ? AND request_id = ?");
  const setAside = db.prepare(`
    INSERT INTO moving_aside (module, home_pool, request_id, name) VALUES (?, ?, ?, ?)
    ON CONFLICT (module, home_pool) DO UPDATE SET request_id = excluded.request_id, name = excluded.name`);
  const receipt = db.prepare("SELECT receipt FROM receipts WHERE module = ? AND from_pool = ?");
  const setReceipt = db.prepare(SET_RECEIPT);
  const done = (body: () => unknown) =>
    write(() => {
      body();
    });
  return {
    ackedBy: async (module) => textOf(lane.get(module)?.acked_by),
    rememberAckedBy: (module, stamp) => done(() => setAckedBy.run(module, stamp)),
    isStandbyBehind: async (module) => lane.get(module)?.standby_behind === 1,
    setStandbyBehind: (module, isBehind) => done(() => setBehind.run(module, isBehind ? 1 : 0)),
    isBaselineDue: async (module) => lane.get(module)?.baseline_due === 1,
    setBaselineDue: (module, isDue) => done(() => setBaseline.run(module, isDue ? 1 : 0)),
    isPastVoid: async (module) => Number(lane.get(module)?.past_void ?? 0) > 0,
    pastVoidUpTo: async (module) => {
      const noted = Number(lane.get(module)?.past_void ?? 0) - 2;
      return noted < 0 ? null : noted;
    },
    voidPast: (module) => done(() => voidPast.run(module)),
    beginPast: (module, epoch) => done(() => beginPast.run({ module, epoch })),
    restoring: async (module, home) => {
      const last = restore.get(module, home);
      return last?.ended === 0 ? textOf(last.request_id) : null;
    },
    isRestored: async (module, home, requestId) => {
      const last = restore.get(module, home);
      return last?.ended === 1 && last.request_id === requestId;
    },
    setRestoring: (module, home, requestId) =>
      done(() => (requestId === null ? endRestore.run(module, home) : setRestore.run(module, home, requestId))),
    movingAside: async (module, home, requestId) => {
      const noted = aside.get(module, home, requestId);
      return noted === undefined ? null : { name: textOf(noted.name) };
    },
    noteMovingAside: (module, home, requestId, name) => done(() => setAside.run(module, home, requestId, name)),
    receipt: async (module, from) => {
      const text = textOf(receipt.get(module, from)?.receipt);
      return text === null ? null : (JSON.parse(text) as ReturnReceipt);
    },
    noteReturn: (module, from, now) => done(() => setReceipt.run(module, from, JSON.stringify(now))),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
