import type { Configuration } from "#lib/domain/configuration.ts";
import { formatSyncInterval } from "#lib/domain/sync-interval.ts";

/** The deployment's one configuration as doors tell it (DOMAIN 2.1). */
export type ConfigurationView = { readonly Identity: "Global"; readonly SyncInterval: string };

/** `SyncInterval` as `hh:mm:ss`. */
export function configurationView({ syncInterval }: Configuration): ConfigurationView {
  return { Identity: "Global", SyncInterval: formatSyncInterval(syncInterval) };
}
