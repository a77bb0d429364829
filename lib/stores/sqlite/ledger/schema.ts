import type { Generated } from "kysely";
import type { HistorySchema } from "./history/tables.ts";

/** The ledger's tables as Kysely sees them. Instants are milliseconds since 1970; columns named `*_json` hold JSON text. */
export type LedgerSchema = HistorySchema & {
  pools: {
    fqdn: string;
    position: number;
    is_cms_master: number;
    site: Generated<string>;
    edition: Generated<string>;
    /** Where its stores lie; null for the place in the data folder. */
    file_store: Generated<string | null>;
    user_store: Generated<string | null>;
  };
  /** `n` is a pair's own number: the same two pools paired again are another pair. */
  pairs: { a: string; b: string; n: Generated<number> };
  /** One row: the number that the next pair gets. */
  pair_numbers: { id: 1; next: number };
  /** `epoch` counts adoptions; `adopted_for` is the request that the last one was made for. */
  stores: {
    pool: string;
    store_id: string;
    made_at: number | null;
    epoch: Generated<number>;
    adopted_for: Generated<string | null>;
  };
  configuration: {
    id: 1;
    sync_interval_ms: number;
    max_concurrent_calls: number;
    max_batches_per_cms_sync: number;
    max_batches_per_user_store_sync: number;
    max_data_conf_package_size_kb: number;
    max_high_pri_queue_percentage: number;
    wake_on_change: number;
    enable_rgs: number;
    authorized_groups: string;
    authorized_accounts: string;
  };
  requests: {
    /** Order of acceptance; given by the database, so never written. */
    n: Generated<number>;
    id: string;
    from_pool: string;
    to_pool: string;
    what: Generated<string>;
    detail_json: Generated<string>;
    cancelled_at: Generated<number | null>;
    modules_json: string;
    module_count: number;
    asked_by: string;
    door: string;
    at: number;
    /** 1 while at least one part has not ended. Kept by the database itself, so it is never written. */
    is_open: Generated<number>;
  };
  runs: {
    request_id: string;
    module: string;
    phase: string;
    total_items: number | null;
    left_items: number;
    in_flight_items: number;
    gone_items: number;
    at: number;
    ended_at: number | null;
    /** What is told of a run besides. */
    rest_json: Generated<string>;
  };
  lanes: {
    side: "export" | "import";
    from_pool: string;
    to_pool: string;
    module: string;
    evidence_json: string;
    last_final_at: number | null;
  };
  epochs: { from_pool: string; to_pool: string; module: string; epoch: number };
  compares: { from_pool: string; to_pool: string; module: string; kept_json: string };
  beat: { id: 1; run_id: string; machine: string; at: number };
  audit: {
    n: Generated<number>;
    at: number;
    actor: string;
    role: string;
    door: string;
    action: string;
    subject: string;
    before_json: string | null;
    after_json: string | null;
    reason: Generated<string | null>;
    /** The hash of the row before it, and its own; see `lib/domain/audit-chain.ts`. */
    previous_hash: Generated<string>;
    hash: Generated<string>;
  };
  /** One row: what the first row of the audit builds on, and the last that was written. */
  audit_chain: { id: 1; first_n: number; first_hash: string; head_n: number; head_hash: string };
  /** The last lift of each lane's limits; over when `at` + `ms` is. */
  lifts: { from_pool: string; to_pool: string; module: string; at: number; ms: number; asked_by: string };
  /** The last issue of each document that was published, or shall be. */
  cms_issues: { name: string; master_epoch: number; version: number; content_json: string; publisher: string };
  /** Screens; `code_hash` is null once it was used, `accepted_at` until then. */
  displays: {
    id: string;
    hash: string;
    code_hash: string | null;
    code_until: number;
    asked_at: number;
    name: Generated<string>;
    accepted_at: Generated<number | null>;
    accepted_by: Generated<string | null>;
    last_seen_at: Generated<number | null>;
    revoked_at: Generated<number | null>;
  };
  tokens: {
    id: string;
    hash: string;
    name: string;
    role: string;
    /** As `reachText` writes it. */
    pools: string;
    made_by: string;
    /** An id of the table `user`; null for what no person made. */
    made_by_account: string | null;
    made_at: number;
    expires_at: number | null;
    last_used_at: number | null;
    revoked_at: number | null;
  };
};
