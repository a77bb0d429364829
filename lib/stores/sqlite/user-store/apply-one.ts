import type { StatementSync } from "node:sqlite";
import { databaseSays, Fault } from "#lib/domain/fault.ts";
import type { LotWork } from "./apply-lots.ts";
import { HandoverDesk } from "./handover-desk.ts";
import { isItemError } from "./item-errors.ts";
import { eachLine } from "./lines.ts";

type Judged = { readonly key: Uint8Array; readonly owner: string | null; readonly isSame: boolean };

/** Line by line: what is refused is quarantined by name, and the rest goes on (DESIGN L12). */
export function applyOneByOne(work: LotWork): void {
  const { db, lot } = work;
  const desk = lot.is === "rows-moved" ? new HandoverDesk(db) : null;
  for (const line of eachLine(lot.lines)) {
    switch (lot.is) {
      case "rows":
        applyImage(work, line);
        break;
      case "rows-moved":
        if (desk) applyHandover(work, desk, line);
        break;
      case "rows-gone":
        applyTombstone(work, line);
        break;
    }
  }
}

function applyImage(work: LotWork, line: Uint8Array): void {
  const { key, owner } = judge(work, line, work.home);
  if (owner !== null && owner !== work.home) refuseOwner(work, key, owner);
  else tryItem(work, key, line, () => void work.sql.upsert().run({ line }));
}

/** A row that its pool gave to this one: taken, and a change of this pool from now on (DESIGN 4). */
function applyHandover(work: LotWork, desk: HandoverDesk, line: Uint8Array): void {
  const { lot, home, pool, module } = work;
  const { firstAt, image } = desk.open(lot.table.name, line);
  const { key, owner, isSame } = judge(work, image, pool);
  if (desk.isRepeated(module, lot.table.name, key, firstAt)) settle(work, image);
  else if (owner !== null && owner !== home && !isSame) refuseOwner(work, key, owner);
  else {
    tryItem(work, key, image, () => {
      if (!isSame) {
        work.sql.upsert().run({ line: image });
        desk.recordChange(lot.table.name, key, pool);
      }
      desk.remember(module, lot.table.name, key, firstAt);
    });
  }
}

function applyTombstone(work: LotWork, line: Uint8Array): void {
  const { sql, home, module, at, moving } = work;
  const lines = Buffer.concat([Buffer.from("["), line, Buffer.from("]")]);
  tryItem(work, sql.keyOf().get({ line })?.key as Uint8Array, line, () => {
    sql.toTrash().run({ lines, home, module, at, moving });
    sql.deleteAll().run({ lines, home, moving });
  });
}

/** Reads an image and what stands in its place; faults unless it is one of `owner`'s. */
function judge({ sql, lot }: LotWork, line: Uint8Array, owner: string): Judged {
  const damaged = (cause?: unknown) =>
    new Fault(
      "package-damaged",
      `A row of ${lot.table.name} in the package is not of ${owner}.`,
      lot.table.name,
      cause,
    );
  let seen: ReturnType<StatementSync["get"]>;
  try {
    seen = sql.judge().get({ line, home: owner });
  } catch (thrown) {
    throw damaged(thrown);
  }
  if (seen?.is_image !== 1 || !(seen.key instanceof Uint8Array)) throw damaged();
  return { key: seen.key, owner: typeof seen.owner === "string" ? seen.owner : null, isSame: seen.is_same === 1 };
}

function tryItem(work: LotWork, key: Uint8Array, line: Uint8Array, body: () => void): void {
  const { db } = work;
  db.exec("SAVEPOINT item");
  try {
    body();
    settle(work, line);
  } catch (thrown) {
    if (!isItemError(thrown, db)) throw thrown;
    db.exec("ROLLBACK TO item");
    refuse(work, key, "bad-data", databaseSays(thrown.message));
  }
  db.exec("RELEASE item");
}

function settle({ refusals, sql }: LotWork, line: Uint8Array): void {
  refusals.settleAll(sql, Buffer.concat([Buffer.from("["), line, Buffer.from("]")]));
}

function refuseOwner(work: LotWork, key: Uint8Array, owner: string): void {
  refuse(work, key, "ownership-conflict", `The row is owned by ${owner} here.`);
}

function refuse(
  { refusals, lot }: LotWork,
  key: Uint8Array,
  code: "bad-data" | "ownership-conflict",
  sentence: string,
) {
  refusals.add(lot.table.name, key, code, sentence, lot.oldestAt);
}
