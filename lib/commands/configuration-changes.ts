import { foreseenBy } from "#lib/commands/foresee-configuration.ts";
import type { Configuration } from "#lib/domain/configuration.ts";

/** What a change of the settings would do, in sentences: what changes, and what is to be thought of before. */
export function changesIn(now: Configuration, change: Partial<Configuration>): string {
  const { Changes, Warnings } = foreseenBy(now, change);
  const changes = Changes.map(({ Setting, From, To }) => `${Setting} from ${From} to ${To}`);
  const would = changes.length === 0 ? "Nothing would change." : `Would change ${changes.join(", ")}.`;
  return [would, ...Warnings].join(" ");
}
