import { type Configuration, NUMBER_BOUNDS } from "./configuration.ts";
import { duration } from "./duration.ts";
import { DEFAULT_SYNC_INTERVAL, formatTimeSpan, MAX_SYNC_INTERVAL_MS, MIN_SYNC_INTERVAL_MS } from "./sync-interval.ts";
import { TARGET_SECONDS } from "./target.ts";

/** What each setting does, in one sentence for screens and help. */
export const SETTING_WORDS: Readonly<Record<keyof Configuration, string>> = {
  syncInterval: "Time between cycles.",
  maxConcurrentCalls: "Directions of modules at work at once.",
  maxBatchesPerCmsSync: "Batches that a cycle of the CMS module carries at most.",
  maxBatchesPerUserStoreSync: "Batches that a cycle of any other module of rows carries at most.",
  maxDataConfPackageSizeKB: "KiB that a cycle of a module of files carries at most; a larger file goes alone.",
  maxHighPriQueuePercentagePerUserStoreSync: "Percent of a row cycle that users, contacts and directories may claim.",
  enableRgsBackupService: "Whether the modules of Response Groups are listed; there are none yet.",
  authorizedUniversalGroups:
    "Groups whose members may read, with commas between them: who signs in with the organisation's provider and is in one is a viewer.",
  authorizedLocalAccounts: "Kept for compatibility, without effect here.",
  wakeOnChange: "Ours, not the original's: a change starts a cycle at once, at most one a second.",
};

const COUNT = new Intl.NumberFormat("en-GB");

/** What each may be, as words: "1 to 1,000"; null where it is names. */
export function boundsOf(key: keyof Configuration): string | null {
  switch (key) {
    case "syncInterval":
      return `${formatTimeSpan(MIN_SYNC_INTERVAL_MS)} to ${formatTimeSpan(MAX_SYNC_INTERVAL_MS)}`;
    case "enableRgsBackupService":
    case "wakeOnChange":
      return "true or false";
    case "authorizedUniversalGroups":
    case "authorizedLocalAccounts":
      return null;
    default:
      return NUMBER_BOUNDS[key].map((bound) => COUNT.format(bound)).join(" to ");
  }
}

/** What is to be thought of before a change is made; it may be made all the same. */
export function settingWarnings(before: Configuration, after: Configuration): readonly string[] {
  const warnings: string[] = [];
  const [was, becomes] = [before.syncInterval, after.syncInterval];
  if (was !== becomes) {
    if (becomes !== DEFAULT_SYNC_INTERVAL)
      warnings.push(
        "Change the sync interval only when it is really needed: it has a great impact on the load of both pools and on how much is lost with a pool.",
      );
    warnings.push(
      becomes < was
        ? `Every module of every pool looks ${times(was / becomes)} as often, also where nothing changed.`
        : `A change waits up to ${duration(becomes)} before it leaves, instead of ${duration(was)}.`,
    );
  }
  if (becomes > TARGET_SECONDS * 1000 && was <= TARGET_SECONDS * 1000)
    warnings.push(
      `At an interval of ${duration(becomes)} the target of ${duration(TARGET_SECONDS * 1000)} at risk cannot be held.`,
    );
  if (LIMITS.some((limit) => after[limit] < before[limit]))
    warnings.push("A cycle carries less: what does not fit waits for the next one, and the copy reads NonSteadyState.");
  return warnings;
}

const LIMITS = ["maxBatchesPerCmsSync", "maxBatchesPerUserStoreSync", "maxDataConfPackageSizeKB"] as const;

/** "2 times", "1.3 times" */
function times(much: number): string {
  return `${much >= 10 ? Math.round(much) : Math.round(much * 10) / 10} times`;
}
