import { PARAMETERS } from "#lib/commands/schemas.ts";
import { type Configuration, DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { formatSyncInterval } from "#lib/domain/sync-interval.ts";

/** The deployment's one configuration as doors tell it, under the vendor's names (DOMAIN 2.1); WakeOnChange is ours (D13). */
export type ConfigurationView = {
  readonly Identity: "Global";
  /** `hh:mm:ss` */
  readonly SyncInterval: string;
  readonly MaxConcurrentCalls: number;
  readonly MaxBatchesPerCmsSync: number;
  readonly MaxBatchesPerUserStoreSync: number;
  readonly MaxDataConfPackageSizeKB: number;
  readonly MaxHighPriQueuePercentagePerUserStoreSync: number;
  readonly EnableRgsBackupService: boolean;
  readonly AuthorizedUniversalGroups: string;
  readonly AuthorizedLocalAccounts: string;
  readonly WakeOnChange: boolean;
};

/** What doors tell of it. */
export function configurationView(now: Configuration): ConfigurationView {
  return {
    Identity: "Global",
    SyncInterval: formatSyncInterval(now.syncInterval),
    MaxConcurrentCalls: now.maxConcurrentCalls,
    MaxBatchesPerCmsSync: now.maxBatchesPerCmsSync,
    MaxBatchesPerUserStoreSync: now.maxBatchesPerUserStoreSync,
    MaxDataConfPackageSizeKB: now.maxDataConfPackageSizeKB,
    MaxHighPriQueuePercentagePerUserStoreSync: now.maxHighPriQueuePercentagePerUserStoreSync,
    EnableRgsBackupService: now.enableRgsBackupService,
    AuthorizedUniversalGroups: now.authorizedUniversalGroups,
    AuthorizedLocalAccounts: now.authorizedLocalAccounts,
    WakeOnChange: now.wakeOnChange,
  };
}

/** A body that is spelled as the view as the command's input: what was read may be sent back changed. */
export function configurationInput(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const keys: readonly string[] = ["identity", "force", "whatIf", ...Object.keys(DEFAULT_CONFIGURATION)];
  const own = Object.entries(PARAMETERS).filter(([key]) => keys.includes(key)); // other commands have names in common
  const spelled = new Map(own.map(([key, { name }]) => [name as string, key]));
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [spelled.get(name) ?? name, value]));
}
