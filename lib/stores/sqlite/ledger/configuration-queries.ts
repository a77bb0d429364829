import type { Insertable, Kysely, Selectable } from "kysely";
import { type Configuration, DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import type { SyncInterval } from "#lib/domain/sync-interval.ts";
import type { LedgerSchema } from "./schema.ts";

/** The defaults until something was set. */
export async function readConfiguration(db: Kysely<LedgerSchema>): Promise<Configuration> {
  const set = await db.selectFrom("configuration").selectAll().executeTakeFirst();
  return set ? configurationOf(set) : DEFAULT_CONFIGURATION;
}

/** Writes all of it. */
export async function writeConfiguration(db: Kysely<LedgerSchema>, now: Configuration): Promise<void> {
  const values = rowOf(now);
  await db
    .insertInto("configuration")
    .values({ id: 1, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

function configurationOf(row: Selectable<LedgerSchema["configuration"]>): Configuration {
  return {
    syncInterval: row.sync_interval_ms as SyncInterval,
    maxConcurrentCalls: row.max_concurrent_calls,
    maxBatchesPerCmsSync: row.max_batches_per_cms_sync,
    maxBatchesPerUserStoreSync: row.max_batches_per_user_store_sync,
    maxDataConfPackageSizeKB: row.max_data_conf_package_size_kb,
    maxHighPriQueuePercentagePerUserStoreSync: row.max_high_pri_queue_percentage,
    enableRgsBackupService: row.enable_rgs === 1,
    authorizedUniversalGroups: row.authorized_groups,
    authorizedLocalAccounts: row.authorized_accounts,
    wakeOnChange: row.wake_on_change === 1,
  };
}

function rowOf(now: Configuration): Omit<Insertable<LedgerSchema["configuration"]>, "id"> {
  return {
    sync_interval_ms: now.syncInterval,
    max_concurrent_calls: now.maxConcurrentCalls,
    max_batches_per_cms_sync: now.maxBatchesPerCmsSync,
    max_batches_per_user_store_sync: now.maxBatchesPerUserStoreSync,
    max_data_conf_package_size_kb: now.maxDataConfPackageSizeKB,
    max_high_pri_queue_percentage: now.maxHighPriQueuePercentagePerUserStoreSync,
    enable_rgs: now.enableRgsBackupService ? 1 : 0,
    authorized_groups: now.authorizedUniversalGroups,
    authorized_accounts: now.authorizedLocalAccounts,
    wake_on_change: now.wakeOnChange ? 1 : 0,
  };
}
