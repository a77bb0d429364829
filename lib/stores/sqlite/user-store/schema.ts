/*
 * What every pool's user database holds beside the tables of the modules, which are written from their definitions
 * (table-sql.ts). Documented in SCHEMA.md beside this file.
 */

/** CMS documents: public, of no home pool. */
export const PUBLIC_TABLES = `
CREATE TABLE cms_documents (
  name TEXT NOT NULL CONSTRAINT "name must not be empty" CHECK (name <> ''),
  master_epoch INTEGER NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL CONSTRAINT "content must be valid JSON" CHECK (json_valid(content)),
  PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
`;

/** Which store this is, whose rows may be written here, and what the triggers append. */
export const CAPTURE_TABLES = `
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
`;

/**
 * What waits and what flies. An entry names its module and table by a number, which halves what a backlog of a million
 * entries weighs. A flight is one row: its entries are one JSON text, made and read back by SQLite alone.
 */
export const PENDING_TABLES = `
CREATE TABLE subjects (
  id INTEGER PRIMARY KEY,
  module TEXT NOT NULL,
  tbl TEXT NOT NULL,
  UNIQUE (module, tbl)
) STRICT;
CREATE TABLE pending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject INTEGER NOT NULL,
  key TEXT NOT NULL,
  first_at TEXT NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER,
  UNIQUE (subject, key)
) STRICT;
CREATE TABLE flights (
  module TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  items INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  oldest_at TEXT,
  entries TEXT NOT NULL,
  PRIMARY KEY (module, epoch, seq)
) STRICT;
`;

/** How far lanes have come, as exporter and as importer. */
export const LANE_TABLES = `
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

/** Tombstones that were sent, for a while: a standby that stands further back has not heard of them (DESIGN L10). */
export const DELETED_TABLES = `
CREATE TABLE IF NOT EXISTS deleted (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject INTEGER NOT NULL,
  key TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (subject, key)
) STRICT;
`;

/** Rows that this pool gave to its partner, by the time of the move: other rows of the partner are not ours to hand over. */
export const MOVE_TABLES = `
CREATE TABLE IF NOT EXISTS moves (
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (tbl, key)
) STRICT, WITHOUT ROWID;
`;

/** The last look at what is in no table, as its scan list knows it too: neither of the two may be of another day. */
export const LOOK_TABLES = `
CREATE TABLE IF NOT EXISTS looks (
  module TEXT NOT NULL PRIMARY KEY,
  stamp TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** What imports refused, what they took over as handed over, and what they deleted. */
export const IMPORT_TABLES = `
CREATE TABLE quarantined (
  module TEXT NOT NULL,
  from_pool TEXT NOT NULL,
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  code TEXT NOT NULL,
  sentence TEXT NOT NULL,
  since TEXT NOT NULL,
  package TEXT,
  PRIMARY KEY (module, from_pool, tbl, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE handovers (
  module TEXT NOT NULL,
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  first_at TEXT NOT NULL,
  PRIMARY KEY (module, tbl, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE trash (
  id INTEGER PRIMARY KEY,
  module TEXT NOT NULL,
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  home_pool TEXT NOT NULL,
  image TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
`;

/** The issues of CMS documents that the service itself put there or received; `fresh` until an export took it up. */
export const CMS_TABLES = `
CREATE TABLE IF NOT EXISTS cms_known (
  name TEXT NOT NULL PRIMARY KEY,
  master_epoch INTEGER NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  fresh INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** Version of all that, in `PRAGMA user_version`. */
export const SCHEMA_VERSION = 9;
