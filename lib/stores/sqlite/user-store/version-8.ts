/** What version 8 added: under which name in the trash a restore moves aside what stands there, noted before it does. */
export const TO_VERSION_8: readonly string[] = [
  `CREATE TABLE moving_aside (
  module TEXT NOT NULL,
  home_pool TEXT NOT NULL,
  request_id TEXT NOT NULL,
  name TEXT,
  PRIMARY KEY (module, home_pool),
  UNIQUE (home_pool, name)
) STRICT, WITHOUT ROWID;`,
];
