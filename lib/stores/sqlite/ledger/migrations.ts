import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { hasAccounts } from "./account-ledger.ts";
import { chainAudit } from "./chain-audit.ts";
import { HISTORY } from "./history/tables.ts";
import { TOTALS } from "./history/totals.ts";
import type { MigrationName } from "./migration-names.ts";
import { reachOfBefore } from "./reach-of-before.ts";

/** What each of them does. */
export const MIGRATIONS: Readonly<Record<MigrationName, Migration>> = {
  "0001-first": { up: (db) => run(db, FIRST) },
  "0002-settings-and-open-requests": { up: (db) => run(db, SETTINGS_AND_OPEN_REQUESTS) },
  "0003-kinds-of-requests": { up: (db) => run(db, KINDS_OF_REQUESTS) },
  "0004-cms-issues": { up: (db) => run(db, CMS_ISSUES) },
  "0005-settings-and-pairs": { up: (db) => run(db, SETTINGS_AND_PAIRS) },
  "0006-lifts": { up: (db) => run(db, LIFTS) },
  "0007-displays": { up: (db) => run(db, DISPLAYS) },
  "0008-history": { up: (db) => run(db, HISTORY) },
  "0009-audit-chain": {
    up: async (db) => {
      await run(db, AUDIT_CHAIN);
      await chainAudit(db);
    },
  },
  "0010-totals": { up: (db) => run(db, TOTALS) },
  "0011-compares": { up: (db) => run(db, COMPARES) },
  "0012-tokens": { up: (db) => run(db, TOKENS) },
  "0013-reach-of-before": { up: reachOfBefore },
  "0014-accounts-of-tokens": {
    up: async (db) => {
      await run(db, ["alter table tokens add column made_by_account text"]);
      if (await hasAccounts(db)) await run(db, ACCOUNTS_OF_TOKENS);
    },
  },
};

async function run(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const FIRST = [
  `create table pools (
     fqdn text not null primary key,
     position integer not null,
     is_cms_master integer not null check (is_cms_master in (0, 1))
   ) strict`,
  `create table pairs (
     a text not null primary key references pools (fqdn),
     b text not null unique references pools (fqdn),
     check (a <> b)
   ) strict`,
  `create table stores (
     pool text not null primary key references pools (fqdn),
     store_id text not null,
     made_at integer
   ) strict`,
  `create table configuration (
     id integer not null primary key check (id = 1),
     sync_interval_ms integer not null
   ) strict`,
  `create table requests (
     n integer primary key autoincrement,
     id text not null unique,
     from_pool text not null,
     to_pool text not null,
     modules_json text not null check (json_valid(modules_json)),
     module_count integer not null check (module_count > 0),
     asked_by text not null,
     door text not null,
     at integer not null
   ) strict`,
  `create table runs (
     request_id text not null references requests (id),
     module text not null,
     phase text not null,
     total_items integer,
     left_items integer not null,
     in_flight_items integer not null,
     gone_items integer not null,
     at integer not null,
     ended_at integer,
     primary key (request_id, module)
   ) strict, without rowid`,
  `create table lanes (
     side text not null check (side in ('export', 'import')),
     from_pool text not null,
     to_pool text not null,
     module text not null,
     evidence_json text not null check (json_valid(evidence_json)),
     last_final_at integer,
     primary key (side, from_pool, to_pool, module)
   ) strict, without rowid`,
  `create table epochs (
     from_pool text not null,
     to_pool text not null,
     module text not null,
     epoch integer not null,
     primary key (from_pool, to_pool, module)
   ) strict, without rowid`,
  `create table beat (
     id integer not null primary key check (id = 1),
     run_id text not null,
     machine text not null,
     at integer not null
   ) strict`,
  `create table audit (
     n integer primary key autoincrement,
     at integer not null,
     actor text not null,
     role text not null,
     door text not null,
     action text not null,
     subject text not null,
     before_json text check (before_json is null or json_valid(before_json)),
     after_json text check (after_json is null or json_valid(after_json))
   ) strict`,
  `create table tokens (
     hash text not null primary key,
     name text not null,
     role text not null,
     made_at integer not null,
     revoked_at integer
   ) strict`,
];

/** A ledger of before keeps its interval; which requests are open is written down, so that asking does not count all runs. */
const SETTINGS_AND_OPEN_REQUESTS = [
  "alter table configuration add column max_concurrent_calls integer not null default 10",
  "alter table configuration add column max_batches_per_cms_sync integer not null default 500",
  "alter table configuration add column max_batches_per_user_store_sync integer not null default 500",
  "alter table configuration add column max_data_conf_package_size_kb integer not null default 102400",
  "alter table configuration add column max_high_pri_queue_percentage integer not null default 50",
  "alter table configuration add column wake_on_change integer not null default 0 check (wake_on_change in (0, 1))",
  "alter table requests add column is_open integer not null default 1 check (is_open in (0, 1))",
  `update requests set is_open =
     module_count > (select count(*) from runs where request_id = requests.id and ended_at is not null)`,
  "create index requests_open on requests (n) where is_open = 1",
  ...["insert", "update"].map(
    (event) => `create trigger runs_after_${event} after ${event} on runs begin
       update requests set is_open =
         module_count > (select count(*) from runs where request_id = new.request_id and ended_at is not null)
       where id = new.request_id;
     end`,
  ),
];

/** What was published into the Central Management store; the next start publishes it. */
const CMS_ISSUES = [
  `create table cms_issues (
     name text not null primary key,
     master_epoch integer not null,
     version integer not null,
     content_json text not null check (json_valid(content_json)),
     publisher text not null
   ) strict`,
];

/** What is asked for besides a full push, how far runs are in detail, and how often a pool's stores were adopted. */
const KINDS_OF_REQUESTS = [
  "alter table requests add column what text not null default 'full-push'",
  "alter table requests add column detail_json text not null default '{}' check (json_valid(detail_json))",
  "alter table requests add column cancelled_at integer",
  "alter table runs add column rest_json text not null default '{}' check (json_valid(rest_json))",
  "alter table stores add column epoch integer not null default 1",
  "alter table stores add column adopted_for text",
];

/** The settings of who may ask and of Response Groups; what a pool is; a number for each pair, given once. */
const SETTINGS_AND_PAIRS = [
  "alter table configuration add column enable_rgs integer not null default 0 check (enable_rgs in (0, 1))",
  "alter table configuration add column authorized_groups text not null default 'RTCUniversalServerAdmins'",
  "alter table configuration add column authorized_accounts text not null default 'Network Service'",
  "alter table pools add column site text not null default ''",
  "alter table pools add column edition text not null default 'Enterprise' check (edition in ('Standard', 'Enterprise'))",
  "alter table pools add column file_store text",
  "alter table pools add column user_store text",
  "alter table pairs add column n integer not null default 1",
  "create table pair_numbers (id integer not null primary key check (id = 1), next integer not null) strict",
  "insert into pair_numbers (id, next) values (1, 2)",
];

/** Limits that somebody lifted for a time. */
const LIFTS = [
  `create table lifts (
     from_pool text not null,
     to_pool text not null,
     module text not null,
     at integer not null,
     ms integer not null check (ms > 0),
     asked_by text not null,
     primary key (from_pool, to_pool, module)
   ) strict, without rowid`,
];

/** Screens that were let in by a code, and those that still show theirs. */
const DISPLAYS = [
  `create table displays (
     id text not null primary key,
     hash text not null unique,
     code_hash text unique,
     code_until integer not null,
     asked_at integer not null,
     name text not null default '',
     accepted_at integer,
     accepted_by text,
     last_seen_at integer,
     revoked_at integer
   ) strict`,
];

/** The audit's rows hold each other: those of before are taken as they are then, from the beginning on. */
const AUDIT_CHAIN = [
  "alter table audit add column reason text",
  "alter table audit add column previous_hash text not null default ''",
  "alter table audit add column hash text not null default ''",
  `create table audit_chain (
     id integer not null primary key check (id = 1),
     first_n integer not null,
     first_hash text not null,
     head_n integer not null,
     head_hash text not null
   ) strict`,
];

/** What compares found, lane by lane. */
const COMPARES = [
  `create table compares (
     from_pool text not null,
     to_pool text not null,
     module text not null,
     kept_json text not null check (json_valid(kept_json)),
     primary key (from_pool, to_pool, module)
   ) strict, without rowid`,
];

/** Tokens that people make: for some pools or all, for some time. Those of before are the service's own, and hold as they did. */
const TOKENS = [
  "alter table tokens add column id text not null default ''",
  "alter table tokens add column pools text not null default 'all'",
  "alter table tokens add column made_by text not null default 'service'",
  "alter table tokens add column expires_at integer",
  "alter table tokens add column last_used_at integer",
  "update tokens set id = lower(hex(randomblob(16)))",
  "create unique index tokens_by_id on tokens (id)",
  "create unique index tokens_by_name on tokens (name) where revoked_at is null",
];

/** Of whom the tokens of before are: one of somebody who is no more is nobody's. */
const ACCOUNTS_OF_TOKENS = [
  `update tokens
   set made_by_account = coalesce((select id from user where coalesce(username, user.name) = tokens.made_by), '')
   where made_by not in ('service', 'admin (cli)') and made_by not like 'token %'`,
];
