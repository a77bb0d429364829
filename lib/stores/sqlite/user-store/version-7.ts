/** What version 7 added: whether the standby may lack what it acknowledged once, and was not compared since. */
export const TO_VERSION_7: readonly string[] = [
  "ALTER TABLE export_lanes ADD COLUMN standby_behind INTEGER NOT NULL DEFAULT 0;",
];
