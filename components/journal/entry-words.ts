import { CHANGE_WORDS } from "#components/audit/action-words.ts";
import { requestWords } from "#components/history/request-words.ts";
import { counted, type Noun } from "#components/status/amount.ts";
import { type ModuleName, shortModuleName } from "#lib/domain/backup-module.ts";
import type { ChangeView, JournalEntryView } from "#lib/domain/lane-history.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import { REASONS } from "#lib/domain/reasons.ts";

/** How an entry is told: what it is, of what, and what more is known of it. */
export type EntryWords = { readonly title: string; readonly of: string | null; readonly more: readonly string[] };

const ITEM: Noun = { one: "item", many: "items" };

/** An entry of the journal in words. */
export function entryWords(entry: JournalEntryView): EntryWords {
  switch (entry.Kind) {
    case "asked":
      return { title: `${requestWords(entry.What)} by ${entry.By}`, of: copies(entry), more: [] };
    case "changed":
      // A screen has a name that somebody gave it, and nothing else that a reader knows it by.
      if (entry.What.endsWith("-display"))
        return { title: `${CHANGE_WORDS[entry.What] ?? entry.What} by ${entry.By}`, of: entry.Subject, more: [] };
      return {
        title: `${CHANGE_WORDS[entry.What] ?? entry.What} by ${entry.By}`,
        of: entry.Subject === "Global" ? null : entry.Subject.split(" ").map(shortened).join(" and "),
        more: entry.Changes.map(changeWords),
      };
    case "ran":
      return {
        title: entry.End === "cancelled" ? `${ranWords(entry.What)} was stopped` : `${ranWords(entry.What)} is done`,
        of: copies(entry),
        more: entry.Items === null ? [] : [`${counted(entry.Items, ITEM)} in all`],
      };
    case "failed":
      if ("Side" in entry) return becameWords(entry);
      return {
        title: `${ranWords(entry.What)} failed`,
        of: copies(entry),
        more: entry.Sentence === null ? [] : [entry.Sentence],
      };
    case "state":
      return becameWords(entry);
    case "engine":
      return { title: "The sync engine started", of: entry.Machine, more: [] };
  }
}

type Became = Extract<JournalEntryView, { readonly Side: string }>;

function becameWords({ Side, State, Reason, Sentence, Path, ...of }: Became): EntryWords {
  const where = [Path, Sentence].filter((part) => part !== null).join(": ");
  return {
    title: `${Side} ${State}`,
    of: copies(of),
    more: [...(Reason === null ? [] : [REASONS[Reason].says]), ...(where === "" ? [] : [where])],
  };
}

/** "pool1 → pool2, DataConf and PresenceFocus" */
function copies(of: {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly Modules: readonly ModuleName[];
}): string {
  return `${shortName(of.PoolFqdn)} → ${shortName(of.BackupPoolFqdn)}, ${of.Modules.map(shortModuleName).join(", ")}`;
}

function ranWords(what: string): string {
  switch (what) {
    case "restore":
    case "adopt":
    case "bring-back":
      return "The restore";
    case "release":
      return "The release of held deletions";
    case "compare":
      return "The compare";
    case "send-again":
      return "Sending again what differs";
    case "retry":
      return "The retry of refused items";
    case "skip":
      return "The skip of refused items";
    default:
      return "The sync";
  }
}

function shortened(name: string): string {
  return name.includes(".") ? shortName(name as PoolFqdn) : name;
}

/** "SyncInterval: 00:02:00, now 00:03:00" */
export function changeWords({ Name, Before, After }: ChangeView): string {
  const now = After ?? "taken away";
  return Before === null ? `${Name}: ${now}` : `${Name}: ${Before}, now ${now}`;
}
