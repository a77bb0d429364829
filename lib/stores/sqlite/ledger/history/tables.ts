import type { Generated } from "kysely";

/** Of which step of thinning a sample is: as it was read, one a minute, one an hour. */
export const TIERS = [0, 60_000, 3_600_000] as const;

/** The tables of the history. Only the engine writes them; `lane` is a number of `history_lanes`. */
export type HistorySchema = {
  history_lanes: {
    id: Generated<number>;
    from_pool: string;
    to_pool: string;
    module: string;
    /** The small chart: pairs of a number of five minutes and the most that was at risk. */
    spark_json: Generated<string>;
  };
  /** What was known of a lane in the `known_ms` before `at`. States by their number in EXPORT_STATES and IMPORT_STATES. */
  samples: {
    lane: number;
    tier: number;
    at: number;
    known_ms: number;
    items: number;
    items_least: number;
    items_most: number;
    bytes: number | null;
    bytes_least: number | null;
    bytes_most: number | null;
    flying: number;
    flying_least: number;
    flying_most: number;
    unacked: number;
    unacked_least: number;
    unacked_most: number;
    risk: number;
    risk_least: number;
    risk_most: number;
    export_state: number | null;
    import_state: number | null;
    arrived: number;
    sent: number;
    sent_bytes: number;
    acked: number;
  };
  /** `until_at` is null while it holds. */
  spans: {
    n: Generated<number>;
    lane: number;
    side: "export" | "import";
    state: string;
    reason: string | null;
    sentence: string | null;
    path: string | null;
    is_notable: number;
    from_at: number;
    until_at: number | null;
  };
  cycles: {
    lane: number;
    ended_at: number;
    began_at: number;
    items: number;
    bytes: number;
    packages: number;
    ending: string;
    code: string | null;
  };
  packages: {
    lane: number;
    epoch: number;
    seq: number;
    items: number;
    bytes: number;
    published_at: number | null;
    acked_at: number | null;
    returned_at: number | null;
  };
  /** What only grows, by name; `totals.ts` knows the names. */
  totals: { lane: number; name: string; value: number };
  engine_runs: { run_id: string; machine: string; began_at: number };
};

export const HISTORY = [
  `create table history_lanes (
     id integer primary key,
     from_pool text not null,
     to_pool text not null,
     module text not null,
     spark_json text not null default '[]' check (json_valid(spark_json)),
     unique (from_pool, to_pool, module)
   ) strict`,
  `create table samples (
     lane integer not null references history_lanes (id),
     tier integer not null,
     at integer not null,
     known_ms integer not null,
     items integer not null, items_least integer not null, items_most integer not null,
     bytes integer, bytes_least integer, bytes_most integer,
     flying integer not null, flying_least integer not null, flying_most integer not null,
     unacked integer not null, unacked_least integer not null, unacked_most integer not null,
     risk integer not null, risk_least integer not null, risk_most integer not null,
     export_state integer,
     import_state integer,
     arrived integer not null,
     sent integer not null,
     sent_bytes integer not null,
     acked integer not null,
     primary key (lane, tier, at)
   ) strict, without rowid`,
  `create table spans (
     n integer primary key autoincrement,
     lane integer not null references history_lanes (id),
     side text not null check (side in ('export', 'import')),
     state text not null,
     reason text,
     sentence text,
     path text,
     is_notable integer not null check (is_notable in (0, 1)),
     from_at integer not null,
     until_at integer
   ) strict`,
  "create index spans_of_lane on spans (lane, side, from_at)",
  "create index spans_open on spans (lane, side) where until_at is null",
  "create index spans_notable on spans (from_at) where is_notable = 1",
  "create index spans_calm on spans (from_at) where is_notable = 0",
  `create table cycles (
     lane integer not null references history_lanes (id),
     ended_at integer not null,
     began_at integer not null,
     items integer not null,
     bytes integer not null,
     packages integer not null,
     ending text not null,
     code text,
     primary key (lane, ended_at, began_at)
   ) strict, without rowid`,
  `create table packages (
     lane integer not null references history_lanes (id),
     epoch integer not null,
     seq integer not null,
     items integer not null,
     bytes integer not null,
     published_at integer,
     acked_at integer,
     returned_at integer,
     primary key (lane, epoch, seq)
   ) strict, without rowid`,
  "create table engine_runs (run_id text not null primary key, machine text not null, began_at integer not null) strict",
  "create index engine_runs_by_time on engine_runs (began_at)",
  "create index audit_by_time on audit (at)",
  "create index runs_ended on runs (ended_at) where ended_at is not null",
];
