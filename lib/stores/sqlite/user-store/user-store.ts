import { statSync } from "node:fs";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { openCompareDesk } from "../compare-desk.ts";
import { refuseDamaged } from "../damaged.ts";
import { ApplyHand } from "./apply-hand.ts";
import { cmsDocuments } from "./cms-documents.ts";
import {
  checkEpoch,
  checkIdentity,
  checkThere,
  connect,
  identityCheck,
  lost,
  type UserStoreIdentity,
} from "./connect.ts";
import { lossCounter } from "./count-loss.ts";
import { ExportHand } from "./export-hand.ts";
import { laneBook } from "./lane-book.ts";
import { launchAside } from "./launch-aside.ts";
import { LossHand } from "./loss-hand.ts";
import { PendingTally } from "./pending-tally.ts";
import { prepareSchema } from "./prepare.ts";
import { rowStore } from "./row-store.ts";
import { writesOf } from "./write-lock.ts";

/**
 * Opens the pool's user database and brings it to this version with these tables. Faults with "store-lost" when it is gone
 * or not the one that the ledger knows, and with a sentence when it is damaged, or a newer version of the service wrote it.
 */
export function openUserStore(
  path: string,
  identity: UserStoreIdentity,
  clock: Clock,
  tables: readonly RowTable[],
): UserStore {
  const what = `The user database of ${identity.pool}`;
  checkThere(path, identity.pool);
  return refuseDamaged(path, what, "Put a good copy of it back.", () => openThere(path, identity, clock, tables));
}

function openThere(path: string, identity: UserStoreIdentity, clock: Clock, tables: readonly RowTable[]): UserStore {
  const db = connect(path, (found) => checkIdentity(found, path, identity.storeId));
  try {
    checkEpoch(db, path, identity);
    prepareSchema(db, tables);
    const opened = statSync(path, { bigint: true });
    const checkBoth = identityCheck(db, path, identity);
    const write = writesOf(db, clock);
    const tally = new PendingTally(db);
    const hands = {
      apply: new ApplyHand({ path, identity, inode: opened.ino }),
      export: new ExportHand({ path, identity, inode: opened.ino }),
      loss: new LossHand({ path, identity, inode: opened.ino, tables }),
    };
    const canaries = tables.filter((table) => table.isCanary).map((table) => table.name);
    const book = laneBook(db, identity.pool, tally, write, canaries);
    const flying = db.prepare("SELECT coalesce(sum(items), 0) AS items FROM flights");
    const loss = hands.loss.counts(lossCounter(db, identity.pool, tables), tally, () => Number(flying.get()?.items));
    return {
      pool: identity.pool,
      partner: identity.partner,
      book: { ...book, loss, launch: launchAside(book.launch, hands.export, tally) },
      documents: cmsDocuments(db, write),
      rows: rowStore(db, identity, tables, tally, write, clock, hands),
      check: async () => {
        const now = statSync(path, { bigint: true, throwIfNoEntry: false });
        if (now?.ino !== opened.ino || now.dev !== opened.dev) {
          throw lost(path, `The user database of ${identity.pool} was removed or replaced.`);
        }
        checkBoth();
      },
      openDesk: () => openCompareDesk(`${path}-compare`),
      close: () => {
        hands.apply.close();
        hands.export.close();
        hands.loss.close();
        db.close();
      },
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
