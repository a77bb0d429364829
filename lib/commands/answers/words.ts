import { z } from "zod";
import { CHECK_FAULTS } from "#lib/domain/check-words.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import { EXPORT_STATES, IMPORT_STATES } from "#lib/domain/sample.ts";

// The words that answers are made of.

/** One of a table's keys. */
function keyOf<Key extends string>(...tables: readonly Readonly<Record<Key, unknown>>[]) {
  return z
    .custom<Key>((given) => typeof given === "string" && tables.some((table) => Object.hasOwn(table, given)))
    .meta({ type: "string", enum: tables.flatMap((table) => Object.keys(table)) });
}

export const fqdn = z.string().meta({ description: "A pool's full name in lower case." });
export const module = z.string().meta({ description: "A module's full identity." });
export const moment = z.string().meta({ description: "A moment, ISO 8601 in UTC.", format: "date-time" });
export const count = z.number().int().nonnegative();
export const name = z.string();

export const reasonCode = keyOf(REASONS).meta({ id: "ReasonCode" });
export const faultCode = z.union([reasonCode, keyOf(CHECK_FAULTS)]);
export const exportState = z.enum([...EXPORT_STATES, "Unknown"]).meta({ id: "ExportState" });
export const importState = z.enum([...IMPORT_STATES, "Unknown"]).meta({ id: "ImportState" });
