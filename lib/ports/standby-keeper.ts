import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** What a pool still holds of another one, in one module: how many rows, or files and folders. */
export type FormerStandby = { readonly home: PoolFqdn; readonly module: ModuleName; readonly items: number };

/** Standby data of pools that are partners no more: it is no longer updated, and stays until somebody removes it (DOMAIN 2.10). */
export interface StandbyKeeper {
  /** What `pool` holds of pools that are neither itself nor its partner; by home and module. Faults with "store-lost". */
  former(pool: PoolFqdn): Promise<readonly FormerStandby[]>;
  /**
   * Removes that of `home`: rows for good, content into the trash. Refuses what is the pool's own or its partner's. Cut off
   * anywhere, what is left is there to be removed again.
   */
  remove(pool: PoolFqdn, home: PoolFqdn): Promise<void>;
}
