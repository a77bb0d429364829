/**
 * The public part of a pool's user database: other programs read and write these tables with any SQL client. Documented
 * in SCHEMA.md beside this file. STRICT and WITHOUT ROWID: values keep their type, and a row has no second identity.
 */
export const PUBLIC_TABLES = `
CREATE TABLE users (
  sip_uri TEXT NOT NULL CONSTRAINT "sip_uri must not be empty" CHECK (sip_uri <> ''),
  display_name TEXT,
  enabled INTEGER NOT NULL DEFAULT 1 CONSTRAINT "enabled must be 0 or 1" CHECK (enabled IN (0, 1)),
  settings TEXT NOT NULL DEFAULT '{}' CONSTRAINT "settings must be valid JSON" CHECK (json_valid(settings)),
  updated_at TEXT,
  home_pool TEXT NOT NULL,
  PRIMARY KEY (sip_uri)
) STRICT, WITHOUT ROWID;
`;

/** What the service itself keeps in the user database: capture, fence, book of the lanes, positions (DESIGN 5). */
export const OWN_TABLES = `
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  store_id TEXT NOT NULL,
  store_epoch INTEGER NOT NULL,
  pool TEXT NOT NULL,
  partner TEXT NOT NULL,
  capture_gap_at TEXT
) STRICT;
CREATE TABLE served (
  home_pool TEXT NOT NULL PRIMARY KEY,
  epoch INTEGER NOT NULL,
  writable INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE importing (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  home_pool TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE pending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  module TEXT NOT NULL,
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  home_pool TEXT NOT NULL,
  first_at TEXT NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,
  owed INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER,
  UNIQUE (module, tbl, key, home_pool)
) STRICT;
CREATE TABLE flights (
  module TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  items INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (module, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE flight_entries (
  module TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  home_pool TEXT NOT NULL,
  first_at TEXT NOT NULL,
  bytes INTEGER,
  PRIMARY KEY (module, epoch, seq, tbl, key, home_pool)
) STRICT, WITHOUT ROWID;
CREATE TABLE export_lanes (
  module TEXT NOT NULL PRIMARY KEY,
  epoch INTEGER NOT NULL DEFAULT 0,
  last_sent TEXT,
  last_acked TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE positions (
  module TEXT NOT NULL,
  from_pool TEXT NOT NULL,
  position TEXT NOT NULL,
  PRIMARY KEY (module, from_pool)
) STRICT, WITHOUT ROWID;
`;

/** Version of both, in `PRAGMA user_version`. */
export const SCHEMA_VERSION = 1;
