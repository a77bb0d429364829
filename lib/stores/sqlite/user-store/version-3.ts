/*
 * What version 3 added, in words that a new database runs as well as one of version 2: both have one form. Each part stands
 * here by itself; the tables of version 2 stay in schema.ts as they were.
 */

/**
 * Who acknowledged and what is due (columns of `export_lanes`), which data sets are being restored, and what came back.
 * `past_void`: what this database sent before is no matter any more, it was adopted or restored since. `emptied`: the rows
 * that stood there when the restore began are in the trash. `ended`: the data set is whole, and that request restores it no
 * more, however often it is told.
 */
const RESTORES = `
ALTER TABLE export_lanes ADD COLUMN acked_by TEXT;
ALTER TABLE export_lanes ADD COLUMN baseline_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE export_lanes ADD COLUMN past_void INTEGER NOT NULL DEFAULT 0;
CREATE TABLE restores (
  module TEXT NOT NULL,
  home_pool TEXT NOT NULL,
  request_id TEXT NOT NULL,
  emptied INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (module, home_pool)
) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (
  module TEXT NOT NULL,
  from_pool TEXT NOT NULL,
  receipt TEXT NOT NULL,
  PRIMARY KEY (module, from_pool)
) STRICT, WITHOUT ROWID;
`;

/**
 * What the deletion guard reckons with (guard-book.ts): whether an entry counts, and since when a tombstone that was sent
 * does; not at all when it was a rename or was released.
 */
const GUARD = `
ALTER TABLE pending ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE deleted ADD COLUMN counted_at TEXT;
CREATE INDEX deleted_counted ON deleted (subject, counted_at) WHERE counted_at IS NOT NULL;
`;

/** Run once, in this order. */
export const TO_VERSION_3: readonly string[] = [RESTORES, GUARD];
