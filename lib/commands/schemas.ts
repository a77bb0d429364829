import { z } from "zod";
import { PARAMETERS } from "#lib/commands/parameters.ts";
import { anyAs, oneOf, readAs, text, wholeNumber } from "#lib/commands/read-as.ts";
import { accountName as readAccountName } from "#lib/domain/account.ts";
import type { BackupCategory } from "#lib/domain/backup-module.ts";
import { type Configuration, NUMBER_BOUNDS, type NumberSetting } from "#lib/domain/configuration.ts";
import { JOURNAL_KINDS } from "#lib/domain/journal-kind.ts";
import { MAX_LIFT_MS, MIN_LIFT_MS } from "#lib/domain/lift.ts";
import { poolFqdn as readPoolFqdn } from "#lib/domain/pool.ts";
import { EDITIONS } from "#lib/domain/pool-record.ts";
import { Problem } from "#lib/domain/problem.ts";
import { readReach } from "#lib/domain/reach.ts";
import { DOORS, ROLES, TOKEN_ROLES } from "#lib/domain/role.ts";
import {
  formatTimeSpan,
  MAX_SYNC_INTERVAL_MS,
  MIN_SYNC_INTERVAL_MS,
  syncInterval as readSyncInterval,
  readTimeSpan,
} from "#lib/domain/sync-interval.ts";
import { NEVER, TOKEN_DAYS } from "#lib/domain/token.ts";

export { PARAMETERS, type ParameterKey, SWITCH } from "./parameters.ts";
export { typeWords } from "./type-words.ts";

/** The user agent of the command line. */
export const COMMAND_LINE = "pairkeeper-cli";

/** A pool's name in any case, with or without its trailing dot (DOMAIN 10 no. 26). */
export const poolFqdn = readAs(readPoolFqdn, "a pool's full name");

/** `All` or any spelling of a module; which modules there are is asked of the deployment (DOMAIN 2.4). */
export const moduleSelection = readAs((given) => given.trim() || null, "a module");

/** One module: what is done with it is never done with all by a word left out. */
export const oneModule = readAs((given) => {
  const name = given.trim();
  return name === "" || name.toLowerCase() === "all" ? null : name;
}, "one module");

const CATEGORIES: readonly BackupCategory[] = ["CMS", "UserData", "RGS"];

/** A category in any case (DOMAIN 2.2). */
export const category = oneOf(CATEGORIES, "a category");

/** `hh:mm:ss`, 5 s to 3 h inclusive (DOMAIN 2.1). */
export const syncInterval = readAs(
  readSyncInterval,
  `a time from ${formatTimeSpan(MIN_SYNC_INTERVAL_MS)} to ${formatTimeSpan(MAX_SYNC_INTERVAL_MS)}`,
);

/** How long limits are lifted. */
export const liftDuration = readAs(
  (given) => readTimeSpan(given, MIN_LIFT_MS, MAX_LIFT_MS),
  `a time from ${formatTimeSpan(MIN_LIFT_MS)} to ${formatTimeSpan(MAX_LIFT_MS)}`,
);

/** A whole number within the setting's bounds, as a number or as text. */
const numberSetting = (setting: NumberSetting) => wholeNumber(...NUMBER_BOUNDS[setting]);

const TRUTHS = new Map<unknown, boolean>([
  ...["true", "$true", "1", 1, true].map((word) => [word, true] as const),
  ...["false", "$false", "0", 0, false].map((word) => [word, false] as const),
]);

/** Yes or no as people and shells write it: true, $true, 1 or false, $false, 0, in any case. */
export const truth = anyAs(
  (given) => TRUTHS.get(typeof given === "string" ? given.trim().toLowerCase() : given) ?? null,
  "true or false",
  { type: "boolean" },
);

/** Names of groups or accounts, with commas between them. */
const names = readAs((given) => {
  const all = given.split(",").map((name) => name.trim());
  return all.every((name) => /^[^\p{Cc}]+$/u.test(name)) ? all.join(", ") : null;
}, "a list of names");

/** Every setting, by its parameter; each may be left out. */
export const settings = {
  syncInterval: syncInterval.optional(),
  maxConcurrentCalls: numberSetting("maxConcurrentCalls").optional(),
  maxBatchesPerCmsSync: numberSetting("maxBatchesPerCmsSync").optional(),
  maxBatchesPerUserStoreSync: numberSetting("maxBatchesPerUserStoreSync").optional(),
  maxDataConfPackageSizeKB: numberSetting("maxDataConfPackageSizeKB").optional(),
  maxHighPriQueuePercentagePerUserStoreSync: numberSetting("maxHighPriQueuePercentagePerUserStoreSync").optional(),
  enableRgsBackupService: truth.optional(),
  authorizedUniversalGroups: names.optional(),
  authorizedLocalAccounts: names.optional(),
  wakeOnChange: truth.optional(),
} satisfies Record<keyof Configuration, z.ZodType>;

/** The one configuration there is. */
export const globalIdentity = readAs(
  (given) => (given.trim().toLowerCase() === "global" ? "Global" : null),
  "the name of a configuration",
);

/** A name with `*` for any letters; null never: what no configuration is called is refused by who asks. */
export const filter = readAs((given) => given.trim() || null, "the name of a configuration");

/** The refusal of a change that names no setting. */
export function nothingToChange(): Problem {
  const names = Object.keys(settings).map((key) => `-${PARAMETERS[key as keyof typeof settings].name}`);
  return new Problem("bad-input", "No setting was given, so there is nothing to change.", `Give ${names.join(", ")}.`);
}

/** A switch. */
export const flag = z.boolean();

/** The switches of whatever changes something: -Force is accepted, and there is nothing to skip; -WhatIf leaves no trace. */
export const changing = { force: flag.optional(), whatIf: flag.default(false) };

/** Why somebody does something, for the audit. */
export const reason = readAs(
  (given) => (/^[^\p{Cc}]{1,300}$/u.test(given.trim()) ? given.trim() : null),
  "a sentence on one line",
);

/** The switches of whatever reads; there is one store, so the local copy and it are the same. */
export const reading = { force: truth.optional(), localStore: truth.optional() };

/** An id as the ledger makes them. */
export const requestId = text.min(1, { error: "must not be empty." });

/** A part of a path or of a key. */
export const somethingOfName = text.min(1, { error: "must not be empty." });

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/** A moment; without a zone it is UTC, and a day is its beginning. */
export const moment = readAs((given) => {
  const trimmed = given.trim();
  if (!MOMENT.test(trimmed)) return null;
  const at = Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/i.test(trimmed) || !/T/i.test(trimmed) ? trimmed : `${trimmed}Z`);
  return Number.isNaN(at) ? null : at;
}, "a moment");

/** What comes first in a list by time. */
export const lossOrder = oneOf(["oldest", "newest"] as const, "an order");

/** Where a page of a list goes on, as the page before told it; keys in it may be long. */
export const pageMark = z.string().max(100_000, { error: "is none." });

const LONGEST_PATH = 8_192;

/** What somebody looks for: an address, an id, a name or a path. */
export const soughtItem = z
  .string()
  .max(LONGEST_PATH, { error: `must have at most ${LONGEST_PATH} characters.` })
  .refine((given) => given.trim() !== "", { error: "must not be empty." });

const LONGEST_ID = 20_000;
const MOST_IDS = 1_000;

/** So long up to now. */
export const lastSeconds = wholeNumber(1, 2 * 365 * 86_400);

/** How many points a chart is drawn from. */
export const points = wholeNumber(2, 500);

/** How many entries a page has at most. */
export const limit = wholeNumber(1, 1_000);

/** Kinds of entries of the journal, with commas between them. */
export const journalKinds = readAs((given) => {
  const kinds = given.split(",").map((kind) => JOURNAL_KINDS.find((known) => known === kind.trim().toLowerCase()));
  return kinds.every((kind) => kind !== undefined) ? [...new Set(kinds)] : null;
}, "a kind of entry");

/** A part of who did it; what was done. */
export const actor = text.min(1, { error: "must not be empty." });

export const door = oneOf(DOORS, "a door");

/** What stands anywhere in a record. */
export const auditText = text.min(1, { error: "must not be empty." });

/** As what a list is written into a file. */
export const AUDIT_FORMATS = ["JsonLines", "Csv"] as const;
export const oneOfFormats = oneOf(AUDIT_FORMATS, "a format");

/** Somebody's name at sign-in, in any case. */
export const accountName = readAs(readAccountName, "the name of an account");

/** The name of an account that there is: a provider's are spelled as it likes. */
export const knownAccount = readAs(
  (given) => (/^[^\p{Cc}]{1,200}$/u.test(given.trim()) ? given.trim() : null),
  "the name of an account",
);

/** What somebody may. */
export const role = oneOf(ROLES, "a role");

/** Where a page of the journal goes on. */
export const cursor = text.min(1, { error: "must not be empty." });

/** Ids, each once: a list, or text with commas between them. */
const ids = z
  .union([z.string().transform((given) => given.split(",")), z.array(z.string().max(LONGEST_ID))], {
    error: "must be a list of ids.",
  })
  .transform((ids) => [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ""))])
  .pipe(
    z
      .array(z.string())
      .min(1, { error: "names nothing." })
      .max(MOST_IDS, { error: `takes at most ${MOST_IDS} ids at once.` }),
  );

/** Items of the trash. */
export const trashItems = ids;

/** Items that the partner refused. */
export const refusedItems = ids;

/** Where a pool stands. */
export const site = readAs(
  (given) => (/^[^\p{Cc}]{1,100}$/u.test(given.trim()) ? given.trim() : null),
  "the name of a site",
);

export const edition = oneOf(EDITIONS, "an edition");

/** A whole path, without steps back and without what no path has. */
const wholePath = (given: string) => {
  const path = given.trim().replace(/(?<=.)\/+$/, "");
  const steps = path.split("/");
  return path.startsWith("/") && path !== "/" && !/\p{Cc}/u.test(path) && !steps.includes("..") ? path : null;
};

export const storePath = readAs(wholePath, "a whole path");

/** A user database of the embedded kind: a path, or `sqlite:` before one. Databases on servers are not known yet. */
export const userStore = readAs(
  (given) => wholePath(given.replace(/^sqlite:(\/\/)?/i, "")),
  "the path of a SQLite database: no other kind is known yet",
);

/** What names a set of held deletions. */
export const heldToken = text.min(1, { error: "must not be empty." });

/** Which of a pair's two directions is compared, seen from the pool that is named. */
export const compareDirection = oneOf(["both", "out", "in"] as const, "a direction");

/** How long a partner may take for one answer, in seconds. */
export const answerSeconds = wholeNumber(1, 65_535);

/** Where a page of a list begins that is counted through. */
export const wholeNumberText = wholeNumber(0, 1_000_000);

/** Items of the list of what differs, by name. */
export const driftItems = z
  .array(z.strictObject({ table: text, key: z.string().max(LONGEST_ID) }), { error: "must be a list of items." })
  .max(MOST_IDS, { error: `takes at most ${MOST_IDS} items at once.` });

/** Of what a token is. */
export const tokenRole = oneOf(TOKEN_ROLES, "a role");

/** The pools that somebody may act on: `all`, or names as a list or as text. */
export const reach = z
  .union(
    [
      z.string().max(LONGEST_ID),
      z
        .array(text)
        .max(MOST_IDS)
        .transform((names) => names.join(",")),
    ],
    {
      error: "must be all, or names of pools.",
    },
  )
  .pipe(anyAs((given: string) => readReach(given), "all, or full names of pools"));

/** After how many days a token opens nothing more. */
export const tokenLife = anyAs(
  (given: unknown) => {
    const word = String(given).trim().toLowerCase();
    return word === NEVER ? NEVER : (TOKEN_DAYS.find((days) => String(days) === word) ?? null);
  },
  `${TOKEN_DAYS.join(", ")} or ${NEVER}`,
);
