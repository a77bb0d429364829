import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { NO_STAMP } from "./notes.ts";
import { Walk } from "./walk.ts";

export type LookAt = {
  readonly module: ModuleName;
  readonly pool: PoolFqdn;
  readonly files: FileStore;
  readonly scanList: ScanList;
  readonly store: UserStore;
  readonly clock: Clock;
};

/** Passes of one look. */
const MOST_PASSES = 3;

/**
 * Looks at the pool's own content against the scan list, folder by folder. What was touched within 2 s is looked at again
 * 2 s later, and the cut-off is closed only when all of it held still (DESIGN L6, section 4). A folder that cannot be read
 * leaves what is below it as it was known; the rest is looked at.
 */
export async function lookAtFiles(what: LookAt, everything: boolean, getsOn: () => void): Promise<Look> {
  const { files, pool, clock, scanList, store, module } = what;
  await store.check();
  await files.checkDataSet(pool);
  const wasSent = (await store.book.lastSent(module)) !== null;
  await scanList.begin(pool, wasSent);
  await matchBook(what, wasSent);
  await settle(what);
  const at = clock.now();
  const walk = new Walk(what, at, getsOn);
  const { isStill, isShrinking } = await lookUntilStill(walk, everything);
  await files.checkDataSet(pool); // the store was there before and after: what is missing is gone, not unmounted
  const missed = scanList.isIntact(pool) ? null : "scan-list-lost";
  const closed = walk.fault === null && isStill;
  return { at, closed, missed, ignoredItems: walk.ignored, isShrinking, fault: walk.fault };
}

/**
 * What is gone may have moved to where this had looked already: its other name has to be found before its tombstone may
 * leave. So what was found gone makes it look once more, until nothing is new. Not still when that never came, or something
 * went on changing.
 */
async function lookUntilStill(
  walk: Walk,
  everything: boolean,
): Promise<Pick<Look, "isShrinking"> & { isStill: boolean }> {
  const first = await walk.pass(everything);
  if (!first.hasGone) return { isStill: first.isQuiet, isShrinking: false };
  let isShrinking = false;
  for (let pass = 2; pass <= MOST_PASSES; pass++) {
    const { isNew, isQuiet, hasGone } = await walk.pass(false);
    if (!isNew) return { isStill: isQuiet, isShrinking: false };
    isShrinking = hasGone;
  }
  return { isStill: false, isShrinking };
}

/**
 * The book knows what is pending and the list what was seen: of different days they know nothing together. What is there goes
 * again, and what the list knows to be gone; other deletions may have been missed.
 */
async function matchBook({ store, module, scanList, pool }: LookAt, wasSent: boolean): Promise<void> {
  const { now, before } = scanList.stamps(pool);
  const stamp = await store.book.lookStamp(module);
  if (now === stamp || before === (stamp ?? NO_STAMP)) return;
  if (now !== null || wasSent) await scanList.lose(pool, stamp);
}

/** When the partner has heard of everything nothing is owed. */
async function settle({ store, module, scanList, pool }: LookAt): Promise<void> {
  const { pendingItems, inFlightItems } = await store.book.facts(module, [], 0);
  if (pendingItems === 0 && inFlightItems === 0) await scanList.settle(pool);
}
