import { z } from "zod";
import type { BackupCategory } from "#lib/domain/backup-module.ts";
import { poolFqdn as readPoolFqdn } from "#lib/domain/pool.ts";
import {
  formatSyncInterval,
  MAX_SYNC_INTERVAL_MS,
  MIN_SYNC_INTERVAL_MS,
  syncInterval as readSyncInterval,
  type SyncInterval,
} from "#lib/domain/sync-interval.ts";

/** Every parameter of every command: as people spell it, and what helps when it is wrong. */
export const PARAMETERS = {
  pool: { name: "PoolFqdn", hint: "Give a pool's full name, for example pool1.pairkeeper.test." },
  module: { name: "BackupModule", hint: "Give All, or a module such as DataConf or ConfServices.DataConf." },
  category: { name: "Category", hint: "Give CMS, UserData or RGS." },
  force: { name: "Force", hint: "Give it without a value." },
  syncInterval: { name: "SyncInterval", hint: "Write hh:mm:ss, for example 00:02:00." },
  identity: { name: "Identity", hint: "There is one configuration and it is called Global." },
  id: { name: "Id", hint: "Give the id that Invoke-CsBackupServiceSync printed." },
} as const;

export type ParameterKey = keyof typeof PARAMETERS;

const LONGEST = 300;
const text = z.string().max(LONGEST, { error: `must have at most ${LONGEST} characters.` });

/** A text that `read` understands; what it does not is an issue that says what it should have been. */
const readAs = <T>(read: (given: string) => T | null, expected: string) =>
  text.transform((given, context) => {
    const value = read(given);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: `${JSON.stringify(given.slice(0, 60))} is not ${expected}.` });
    return z.NEVER;
  });

/** A pool's name in any case, with or without its trailing dot (DOMAIN 10 no. 26). */
export const poolFqdn = readAs(readPoolFqdn, "a pool's full name");

/** `All` or any spelling of a module; which modules there are is asked of the deployment (DOMAIN 2.4). */
export const moduleSelection = readAs((given) => given.trim() || null, "a module");

const CATEGORIES: readonly BackupCategory[] = ["CMS", "UserData", "RGS"];

/** A category in any case (DOMAIN 2.2). */
export const category = readAs(
  (given) => CATEGORIES.find((one) => one.toLowerCase() === given.trim().toLowerCase()) ?? null,
  "a category",
);

const shown = (ms: number) => formatSyncInterval(ms as SyncInterval);

/** `hh:mm:ss`, 5 s to 3 h inclusive (DOMAIN 2.1). */
export const syncInterval = readAs(
  readSyncInterval,
  `a time from ${shown(MIN_SYNC_INTERVAL_MS)} to ${shown(MAX_SYNC_INTERVAL_MS)}`,
);

/** The one configuration there is. */
export const globalIdentity = readAs(
  (given) => (given.trim().toLowerCase() === "global" ? "Global" : null),
  "the name of a configuration",
);

/** The vendor's switch that skips questions; accepted, and there is nothing to skip. */
export const force = z.boolean();

/** An id as the ledger makes them. */
export const requestId = text.min(1, { error: "must not be empty." });
