/** What version 6 added: since when a canary is missed that should have arrived. The tables of canaries come with their modules. */
export const TO_VERSION_6: readonly string[] = ["ALTER TABLE export_lanes ADD COLUMN canary_missed_at TEXT;"];
