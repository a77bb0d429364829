import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { makeUserStore } from "#lib/stores/sqlite/user-store/make-user-store.ts";
import { openUserStore } from "#lib/stores/sqlite/user-store/user-store.ts";
import { POOL_1, POOL_2 } from "./evidence.ts";
import { HurriedClock } from "./fake-clock.ts";
import { presenceFocusTables } from "./row-tables.ts";

export type TempUserStore = { readonly store: UserStore; readonly client: DatabaseSync };

/** Pool 1's user database in a folder, and another program's connection to it; or pool 2's. */
export function openTempUserStore(folder: string, pool = POOL_1, clock: Clock = new HurriedClock()): TempUserStore {
  const path = join(folder, "user.db");
  const partner = pool === POOL_1 ? POOL_2 : POOL_1;
  const identity = { pool, partner, storeId: `store of ${pool}`, storeEpoch: 1 };
  makeUserStore(path, identity, [POOL_1, POOL_2], presenceFocusTables);
  return {
    store: openUserStore(path, identity, clock, presenceFocusTables),
    client: new DatabaseSync(path, { timeout: 5000 }),
  };
}
