import { DEFAULT_SYNC_INTERVAL, type SyncInterval } from "./sync-interval.ts";

/** The one collection of settings of the whole deployment (DOMAIN 2.1); the last one is ours. */
export type Configuration = {
  readonly syncInterval: SyncInterval;
  /** Lanes at work at once (D14). At least 1. */
  readonly maxConcurrentCalls: number;
  /** Batches that a cycle of the CMS module carries at most. At least 1. */
  readonly maxBatchesPerCmsSync: number;
  /** The same for the other modules of rows. */
  readonly maxBatchesPerUserStoreSync: number;
  /** KiB that a cycle of a module of files carries at most; a larger file goes alone (D9). At least 1. */
  readonly maxDataConfPackageSizeKB: number;
  /** The share of a row cycle's batches that high-priority tables may claim, 0 to 100 (D8). */
  readonly maxHighPriQueuePercentagePerUserStoreSync: number;
  /** A change wakes its lane, at most once a second; the limits hold for each interval all the same (D13). */
  readonly wakeOnChange: boolean;
};

export const DEFAULT_CONFIGURATION: Configuration = {
  syncInterval: DEFAULT_SYNC_INTERVAL,
  maxConcurrentCalls: 10,
  maxBatchesPerCmsSync: 500,
  maxBatchesPerUserStoreSync: 500,
  maxDataConfPackageSizeKB: 102_400,
  maxHighPriQueuePercentagePerUserStoreSync: 50,
  wakeOnChange: false,
};
