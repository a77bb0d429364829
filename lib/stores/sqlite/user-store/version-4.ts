/**
 * What version 4 added: `gap_closed` is the gap in capture (`store.capture_gap_at`) that was settled for the module, for the two
 * sides of it were compared since. Another module of rows settles it for itself.
 */
export const TO_VERSION_4: readonly string[] = ["ALTER TABLE export_lanes ADD COLUMN gap_closed TEXT;"];
