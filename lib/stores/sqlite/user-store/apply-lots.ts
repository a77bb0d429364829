import type { DatabaseSync } from "node:sqlite";
import { Fault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { packageName } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { MOST_QUARANTINED_A_PACKAGE } from "#lib/domain/quarantine.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { BatchPlace, RowLot } from "#lib/ports/user-store.ts";
import { applyOneByOne } from "./apply-one.ts";
import { type ApplySql, applySql, NOT_TOGETHER } from "./apply-sql.ts";
import { isItemError } from "./item-errors.ts";
import { SET_POSITION } from "./lane-memory.ts";
import { asJsonArray } from "./lines.ts";
import { Refusals } from "./refusals.ts";

/** Deleted images are kept for so long (DESIGN L10). */
const TRASH_MS = 7 * 24 * 60 * 60_000;
/** And so many rows at most, about. */
const TRASH_ROWS = 1_000_000;
const TRASH_STRIDE = 25_000;

/** Thrown by the statement that applies a whole lot, where one of its lines cannot be applied. */
class NotTogether extends Error {}

export type ApplyLots = (home: PoolFqdn, lots: readonly RowLot[], place: BatchPlace, at: string) => void;

/** Applies lots and the position to `pool`'s user database at a moment (ISO). To be called inside a write transaction. */
export function lotApplier(db: DatabaseSync, pool: PoolFqdn): ApplyLots {
  db.function(NOT_TOGETHER, { varargs: true }, () => {
    throw new NotTogether();
  });
  const known = new Map<string, ApplySql>();
  const sqlOf = (table: RowTable) => {
    const sql = known.get(table.name) ?? applySql(db, table);
    known.set(table.name, sql);
    return sql;
  };
  const setPosition = db.prepare(SET_POSITION);
  const given = db.prepare(`
    SELECT EXISTS (SELECT 1 FROM moves) AS moved, EXISTS (SELECT 1 FROM changes WHERE home_pool = ?) AS moving`);
  // The oldest first, and no more at once than others can wait for: what is over goes with later packages.
  const emptyTrash = db.prepare(`
    DELETE FROM trash WHERE id IN (SELECT id FROM trash ORDER BY id LIMIT ${TRASH_STRIDE})
      AND (at < ? OR id <= (SELECT max(id) FROM trash) - ${TRASH_ROWS})`);
  return (home, lots, place, at) => {
    const working = place.position.working;
    const refusals = new Refusals(db, place, working === null ? null : packageName(working), at);
    const { moved, moving } = { moved: 0, moving: 0, ...given.get(home) };
    db.exec("INSERT INTO importing (id) VALUES (1)");
    for (const lot of lots) {
      const json = asJsonArray(lot.lines);
      if (json?.rows !== lot.rows) {
        throw new Fault("package-damaged", `A batch of ${lot.table.name} does not hold ${lot.rows} lines.`);
      }
      const sql = sqlOf(lot.table);
      const work = { db, sql, lot, home, pool, module: place.module, at, refusals, moving };
      asPackage(lot, () => {
        if (lot.is !== "rows-moved" && applyTogether(work, json.json)) refusals.settleAll(sql, json.json);
        else applyOneByOne(work);
        if (moved && lot.is === "rows") sql.forgetMoved().run({ lines: json.json });
        if (moving && lot.is === "rows") sql.forgetMoving().run({ lines: json.json, home });
        if (moved && lot.is === "rows-gone") sql.forgetGone().run({ lines: json.json });
      });
    }
    if (lots.some((lot) => lot.is === "rows-gone")) emptyTrash.run(isoInstant(Date.parse(at) - TRASH_MS));
    refusals.check(MOST_QUARANTINED_A_PACKAGE);
    setPosition.run(place.module, place.from, JSON.stringify(place.position));
    db.exec("DELETE FROM importing");
  };
}

/** What it takes to apply one lot. */
export type LotWork = {
  readonly db: DatabaseSync;
  readonly sql: ApplySql;
  readonly lot: RowLot;
  readonly home: PoolFqdn;
  readonly pool: PoolFqdn;
  readonly module: string;
  readonly at: string;
  readonly refusals: Refusals;
  /** 1 while rows were given to `home` that are not in `moves` yet. */
  readonly moving: number;
};

/** What SQLite cannot read in a lot is the package's fault, not the database's: it is to be sent again. */
function asPackage({ table }: RowLot, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.message !== "malformed JSON") throw thrown;
    throw new Fault("package-damaged", `A batch of ${table.name} is no JSON.`, table.name, thrown);
  }
}

/** A few statements for the whole lot. False, and nothing written, when it has to go line by line. */
function applyTogether({ db, sql, lot, home, module, at, moving }: LotWork, lines: Uint8Array): boolean {
  db.exec("SAVEPOINT lot");
  try {
    if (lot.is === "rows") sql.upsertAll().run({ lines, home });
    else {
      if (Number(sql.countKeys().get({ lines })?.n) !== lot.rows) {
        throw new Fault("package-damaged", `A tombstone of ${lot.table.name} is no key.`);
      }
      sql.toTrash().run({ lines, home, module, at, moving });
      sql.deleteAll().run({ lines, home, moving });
    }
    db.exec("RELEASE lot");
    return true;
  } catch (thrown) {
    const isForOneByOne = thrown instanceof NotTogether || isItemError(thrown, db);
    if (!isForOneByOne) throw thrown;
    db.exec("ROLLBACK TO lot; RELEASE lot");
    return false;
  }
}
