import { z } from "zod";
import type { BackupCategory } from "#lib/domain/backup-module.ts";
import { type Configuration, NUMBER_BOUNDS, type NumberSetting } from "#lib/domain/configuration.ts";
import { poolFqdn as readPoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
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
  maxConcurrentCalls: { name: "MaxConcurrentCalls", hint: "Write a whole number, for example 10." },
  maxBatchesPerCmsSync: { name: "MaxBatchesPerCmsSync", hint: "Write a whole number, for example 500." },
  maxBatchesPerUserStoreSync: { name: "MaxBatchesPerUserStoreSync", hint: "Write a whole number, for example 500." },
  maxDataConfPackageSizeKB: {
    name: "MaxDataConfPackageSizeKB",
    hint: "Write a whole number of KiB, for example 102400.",
  },
  maxHighPriQueuePercentagePerUserStoreSync: {
    name: "MaxHighPriQueuePercentagePerUserStoreSync",
    hint: "Write a whole number of percent, for example 50.",
  },
  wakeOnChange: {
    name: "WakeOnChange",
    hint: "Write true or false; $true needs quotes in a shell that would read it as a variable.",
  },
  identity: { name: "Identity", hint: "There is one configuration and it is called Global." },
  id: { name: "Id", hint: "Give the id that Invoke-CsBackupServiceSync printed." },
} as const;

export type ParameterKey = keyof typeof PARAMETERS;

const LONGEST = 300;
const text = z.string().max(LONGEST, { error: `must have at most ${LONGEST} characters.` });

/** A text that `read` understands; what it does not is an issue that says what it should have been. */
const readAs = <T>(read: (given: string) => T | null, expected: string) => text.pipe(anyAs(read, expected));

/** The same for what may also come as a number or as true and false. */
function anyAs<Given, T>(read: (given: Given) => T | null, expected: string) {
  return z
    .custom<Given>(() => true)
    .transform((given, context) => {
      const value = read(given);
      if (value !== null) return value;
      const shown = JSON.stringify(typeof given === "string" ? given.slice(0, 60) : given)?.slice(0, 62);
      context.addIssue({ code: "custom", message: `${shown} is not ${expected}.` });
      return z.NEVER;
    });
}

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

/** A whole number within the setting's bounds, as a number or as text. */
export const numberSetting = (setting: NumberSetting) => {
  const [least, most] = NUMBER_BOUNDS[setting];
  const number = (given: number) => (Number.isInteger(given) && given >= least && given <= most ? given : null);
  const read = (given: unknown) => {
    if (typeof given === "number") return number(given);
    return typeof given === "string" && /^-?\d{1,15}$/.test(given.trim()) ? number(Number(given)) : null;
  };
  return anyAs(read, `a whole number from ${least} to ${most}`);
};

const TRUTHS = new Map<unknown, boolean>([
  ...["true", "$true", "1", 1, true].map((word) => [word, true] as const),
  ...["false", "$false", "0", 0, false].map((word) => [word, false] as const),
]);

/** Yes or no as people and shells write it: true, $true, 1 or false, $false, 0, in any case. */
export const truth = anyAs(
  (given) => TRUTHS.get(typeof given === "string" ? given.trim().toLowerCase() : given) ?? null,
  "true or false",
);

/** Every setting, by its parameter; each may be left out. */
export const settings = {
  syncInterval: syncInterval.optional(),
  maxConcurrentCalls: numberSetting("maxConcurrentCalls").optional(),
  maxBatchesPerCmsSync: numberSetting("maxBatchesPerCmsSync").optional(),
  maxBatchesPerUserStoreSync: numberSetting("maxBatchesPerUserStoreSync").optional(),
  maxDataConfPackageSizeKB: numberSetting("maxDataConfPackageSizeKB").optional(),
  maxHighPriQueuePercentagePerUserStoreSync: numberSetting("maxHighPriQueuePercentagePerUserStoreSync").optional(),
  wakeOnChange: truth.optional(),
} satisfies Record<keyof Configuration, z.ZodType>;

/** The one configuration there is. */
export const globalIdentity = readAs(
  (given) => (given.trim().toLowerCase() === "global" ? "Global" : null),
  "the name of a configuration",
);

/** The refusal of a change that names no setting. */
export function nothingToChange(): Problem {
  const names = Object.keys(settings).map((key) => `-${PARAMETERS[key as keyof typeof settings].name}`);
  return new Problem("bad-input", "No setting was given, so there is nothing to change.", `Give ${names.join(", ")}.`);
}

/** The vendor's switch that skips questions; accepted, and there is nothing to skip. */
export const force = z.boolean();

/** An id as the ledger makes them. */
export const requestId = text.min(1, { error: "must not be empty." });
