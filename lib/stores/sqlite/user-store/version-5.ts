/**
 * What version 5 added: in how many packages a refused item came, in which last and when, and what a person skipped. What was
 * refused before was tried once at least.
 */
export const TO_VERSION_5: readonly string[] = [
  `ALTER TABLE quarantined ADD COLUMN tries INTEGER NOT NULL DEFAULT 1;
ALTER TABLE quarantined ADD COLUMN tried_in TEXT;
ALTER TABLE quarantined ADD COLUMN tried_at TEXT;
CREATE TABLE skipped (
  module TEXT NOT NULL,
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (module, tbl, key)
) STRICT, WITHOUT ROWID;`,
];
