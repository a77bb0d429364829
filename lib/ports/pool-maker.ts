import type { PoolFqdn } from "#lib/domain/pool.ts";

/** Makes what a new pool keeps its data in (DESIGN L9). */
export interface PoolMaker {
  /**
   * Makes the stores of a pool that the ledger knows, and tells the ledger; what an interrupted one began is finished. Faults
   * with "store-lost" where another's content stands, and with what the disk said.
   */
  make(pool: PoolFqdn): Promise<void>;
}
