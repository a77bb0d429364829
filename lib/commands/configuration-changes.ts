import { configurationView } from "#lib/commands/configuration-view.ts";
import type { Configuration } from "#lib/domain/configuration.ts";

/** What a change of the settings would do, in a sentence. */
export function changesIn(now: Configuration, change: Partial<Configuration>): string {
  const before = Object.entries(configurationView(now));
  const after = new Map<string, unknown>(Object.entries(configurationView({ ...now, ...change })));
  const changes = before
    .filter(([name, value]) => value !== after.get(name))
    .map(([name, value]) => `${name} from ${value} to ${after.get(name)}`);
  return changes.length === 0 ? "Nothing would change." : `Would change ${changes.join(", ")}.`;
}
