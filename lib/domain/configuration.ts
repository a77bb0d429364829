import { DEFAULT_SYNC_INTERVAL, type SyncInterval } from "./sync-interval.ts";

/** The one collection of settings of the whole deployment (DOMAIN 2.1). */
export type Configuration = { readonly syncInterval: SyncInterval };

export const DEFAULT_CONFIGURATION: Configuration = { syncInterval: DEFAULT_SYNC_INTERVAL };
