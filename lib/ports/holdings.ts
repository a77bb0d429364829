import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** How much of a data set stands somewhere. `bytes`: null where they are not counted; `isAll`: false when it was too much to count in time. */
export type Holding = { readonly items: number; readonly bytes: number | null; readonly isAll: boolean };

/** What pools hold, counted for somebody who waits: after at most about two seconds it says how far it came. */
export interface Holdings {
  /** What `at` holds of `home`'s data set in a module; null for a module that cannot be counted so. Faults with "store-lost". */
  count(at: PoolFqdn, home: PoolFqdn, module: ModuleName): Promise<Holding | null>;
}
