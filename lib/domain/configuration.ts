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
  /** While it is off the modules of Response Groups are not listed (D12). */
  readonly enableRgsBackupService: boolean;
  /** Groups that may read status besides RTCUniversalServerAdmins (D1), separated by commas. */
  readonly authorizedUniversalGroups: string;
  /** Kept for compatibility, without effect (D14). */
  readonly authorizedLocalAccounts: string;
  /** A change wakes its lane, at most once a second; the limits hold for each interval all the same (D13). */
  readonly wakeOnChange: boolean;
};

/** The settings that are yes or no. */
export type TruthSetting = "enableRgsBackupService" | "wakeOnChange";

/** The settings that are names. */
export type NamesSetting = "authorizedUniversalGroups" | "authorizedLocalAccounts";

/** The settings that are whole numbers. */
export type NumberSetting = Exclude<keyof Configuration, "syncInterval" | TruthSetting | NamesSetting>;

/** The least and the most that each may be. The vendor documents none; the upper ones only keep slips out (DOMAIN 2.1). */
export const NUMBER_BOUNDS: Readonly<Record<NumberSetting, readonly [least: number, most: number]>> = {
  maxConcurrentCalls: [1, 1000],
  maxBatchesPerCmsSync: [1, 1_000_000],
  maxBatchesPerUserStoreSync: [1, 1_000_000],
  maxDataConfPackageSizeKB: [1, 1_073_741_824],
  maxHighPriQueuePercentagePerUserStoreSync: [0, 100],
};

export const DEFAULT_CONFIGURATION: Configuration = {
  syncInterval: DEFAULT_SYNC_INTERVAL,
  maxConcurrentCalls: 10,
  maxBatchesPerCmsSync: 500,
  maxBatchesPerUserStoreSync: 500,
  maxDataConfPackageSizeKB: 102_400,
  maxHighPriQueuePercentagePerUserStoreSync: 50,
  enableRgsBackupService: false,
  authorizedUniversalGroups: "RTCUniversalServerAdmins",
  authorizedLocalAccounts: "Network Service",
  wakeOnChange: false,
};
