import { type Insertable, type Selectable, sql } from "kysely";
import { EXPORT_STATES, IMPORT_STATES, type LaneSample, type Ranged } from "#lib/domain/sample.ts";
import type { HistorySchema } from "./tables.ts";

export type SampleRow = Omit<Selectable<HistorySchema["samples"]>, "lane" | "tier">;

/** A sample as its row. */
export function rowOf(sample: LaneSample): Omit<Insertable<HistorySchema["samples"]>, "lane" | "tier"> {
  const {
    pendingItems: items,
    pendingBytes: bytes,
    inFlightItems: flying,
    unackedPackages: unacked,
    riskMs: risk,
  } = sample;
  return {
    at: sample.at,
    known_ms: sample.knownMs,
    items: items.last,
    items_least: items.least,
    items_most: items.most,
    bytes: bytes.last,
    bytes_least: bytes.least,
    bytes_most: bytes.most,
    flying: flying.last,
    flying_least: flying.least,
    flying_most: flying.most,
    unacked: unacked.last,
    unacked_least: unacked.least,
    unacked_most: unacked.most,
    risk: risk.last,
    risk_least: risk.least,
    risk_most: risk.most,
    export_state: sample.exportState === null ? null : EXPORT_STATES.indexOf(sample.exportState),
    import_state: sample.importState === null ? null : IMPORT_STATES.indexOf(sample.importState),
    arrived: sample.arrivedItems,
    sent: sample.sentItems,
    sent_bytes: sample.sentBytes,
    acked: sample.ackedItems,
  };
}

/** A row, or many rows as one, as a sample. */
export function sampleOf(row: SampleRow): LaneSample {
  const range = (last: number, least: number, most: number): Ranged => ({ last, least, most });
  return {
    at: row.at,
    knownMs: row.known_ms,
    pendingItems: range(row.items, row.items_least, row.items_most),
    pendingBytes: { last: row.bytes, least: row.bytes_least, most: row.bytes_most },
    inFlightItems: range(row.flying, row.flying_least, row.flying_most),
    unackedPackages: range(row.unacked, row.unacked_least, row.unacked_most),
    riskMs: range(row.risk, row.risk_least, row.risk_most),
    exportState: EXPORT_STATES[row.export_state ?? -1] ?? null,
    importState: IMPORT_STATES[row.import_state ?? -1] ?? null,
    arrivedItems: row.arrived,
    sentItems: row.sent,
    sentBytes: row.sent_bytes,
    ackedItems: row.acked,
  };
}

const FIGURES = ["items", "bytes", "flying", "unacked", "risk"];

/** What a group of rows `s` is as one row, beside its last figures: those are of the row that is `at`, named `l`. */
export const FOLDED = sql.raw(
  [
    "max(s.at) as at",
    "sum(s.known_ms) as known_ms",
    ...FIGURES.map((one) => `min(s.${one}_least) as ${one}_least, max(s.${one}_most) as ${one}_most`),
    "max(s.export_state) as export_state, max(s.import_state) as import_state",
    "sum(s.arrived) as arrived, sum(s.sent) as sent, sum(s.sent_bytes) as sent_bytes, sum(s.acked) as acked",
  ].join(", "),
);

/** The columns of a folded group `g` with the last figures of `l`, in the order of the table. */
export const COLUMNS = sql.raw(
  [
    "g.at, g.known_ms",
    ...FIGURES.map((one) => `l.${one}, g.${one}_least, g.${one}_most`),
    "g.export_state, g.import_state, g.arrived, g.sent, g.sent_bytes, g.acked",
  ].join(", "),
);
