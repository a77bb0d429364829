import { stateFaceView } from "#lib/commands/lane-views.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { ChangeView, JournalEntryView } from "#lib/domain/lane-history.ts";
import type { SyncRequest, SyncRun } from "#lib/domain/request.ts";
import { formatSyncInterval, type SyncInterval } from "#lib/domain/sync-interval.ts";
import type { JournalEntry, StateSpan } from "#lib/ports/history.ts";

/** An entry as doors tell it. */
export function entryView(entry: JournalEntry): JournalEntryView {
  const common = { Id: entry.id, At: isoInstant(entry.at) };
  switch (entry.kind) {
    case "asked": {
      const { by, door, action, request } = entry;
      const What = action === "cancel" ? action : request.what;
      return { ...common, Kind: "asked", By: by, Door: door, ...ofRequest(request), RequestId: request.id, What };
    }
    case "changed": {
      const { by, door, action, subject, before, after } = entry;
      return {
        ...common,
        Kind: "changed",
        By: by,
        Door: door,
        What: action,
        Subject: subject,
        Changes: changes(before, after),
      };
    }
    case "ran":
      return { ...common, Kind: "ran", ...ranView(entry.request, entry.run) };
    case "failed":
      return entry.run === undefined
        ? { ...common, Kind: "failed", ...becameView(entry.span) }
        : { ...common, Kind: "failed", ...ranView(entry.request, entry.run) };
    case "state":
      return { ...common, Kind: "state", ...becameView(entry.span) };
    case "engine":
      return { ...common, Kind: "engine", Machine: entry.machine };
  }
}

function ofRequest({ from, to, modules }: SyncRequest) {
  return { PoolFqdn: from, BackupPoolFqdn: to, Modules: modules };
}

function ranView(request: SyncRequest, run: SyncRun) {
  return {
    ...ofRequest(request),
    Modules: [run.lane.module],
    RequestId: request.id,
    What: request.what,
    End: run.end,
    Items: run.totalItems,
    Sentence: run.problem,
  };
}

function becameView(span: StateSpan) {
  const { from, to, module } = span.lane;
  return { PoolFqdn: from, BackupPoolFqdn: to, Modules: [module], ...stateFaceView(span) };
}

/** Every value that is another one now, by its name. */
export function changes(before: unknown, after: unknown): readonly ChangeView[] {
  const [then, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...then.keys(), ...now.keys()])];
  return names
    .map((Name) => ({ Name, Before: then.get(Name) ?? null, After: now.get(Name) ?? null }))
    .filter(({ Before, After }) => Before !== After);
}

function fieldsOf(value: unknown): ReadonlyMap<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["", textOf(value)]]);
  const said = Object.entries(value).filter(([, one]) => one !== null); // what nobody chose is no change to tell of
  return new Map(said.map(([name, one]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, textOf(one, name)]));
}

function textOf(value: unknown, name = ""): string {
  if (name === "syncInterval" && typeof value === "number") return formatSyncInterval(value as SyncInterval);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
