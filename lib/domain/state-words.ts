import type { ExportState } from "./export-state.ts";
import type { ImportState } from "./import-state.ts";
import type { Row } from "./reasons.ts";

/** The table of words for what a module exports (DOMAIN 3.1, 3.2). */
export const EXPORT_STATES: Record<ExportState, Row> = {
  FinalState: {
    says: "As of the moment shown nothing was left to send, and the partner had imported all of it.",
    risk: "Nothing as of that moment.",
    next: "Nothing. It lasts until the next change: on a busy pool it comes and goes.",
    lasts: "expected",
    helps: null,
  },
  SteadyState: {
    says: "Every cycle carries all that changed; the last of it may still be on its way to the partner.",
    risk: "What changed since the last cycle, and what the partner has not acknowledged yet.",
    next: "Nothing: this is the healthy state of a pool that is in use.",
    lasts: "expected",
    helps: null,
  },
  NonSteadyState: {
    says: "More is to be sent than one cycle carries, or a sync that was asked for is still running.",
    risk: "All that waits. After a first sync, a restore or Sync now that is expected, and ends.",
    next: "See whether it gets less. If it does not, lift the limit for a time or raise the limits in the settings.",
    lasts: "transient",
    helps: "lift-limit",
  },
  NotInitialized: {
    says: "The first export since the service started has not ended, or this pool is not meant to export the module.",
    risk: "Not known before the first export. For the Central Management store of a pool that is not its master: nothing.",
    next: "Nothing for the first minutes after a start. The reason beside it says when it is expected for good.",
    lasts: "transient",
    helps: null,
  },
  ErrorState: {
    says: "The last export failed, or what it would rest on is lost; whether more changed is not known.",
    risk: "Every change from the first failure on.",
    next: "Do what the reason beside it says; it is tried again by itself.",
    lasts: "transient",
    helps: null,
  },
  Unknown: {
    says: "Nothing was heard for 15 s, so what was shown before may not be true any more.",
    risk: "Nobody can say: the last known figures are old.",
    next: "See whether the engine, the partner or this page's server is silent: the reason beside it says so.",
    lasts: "transient",
    helps: null,
  },
};

/** The same for what it imports. */
export const IMPORT_STATES: Record<ImportState, Row> = {
  NormalState: {
    says: "Importing what the partner sends works, or nothing of this module is sent here.",
    risk: "Nothing.",
    next: "Nothing.",
    lasts: "expected",
    helps: null,
  },
  NotInitialized: {
    says: "The first look for packages since the service started has not ended.",
    risk: "Nothing yet: packages wait in the BackupStore.",
    next: "Nothing: it ends by itself.",
    lasts: "transient",
    helps: null,
  },
  ErrorState: {
    says: "The last package could not be imported; it stays where it is, and nothing after it is imported before it.",
    risk: "Every change that the partner sends from then on: it has left there and has not arrived here.",
    next: "Do what the reason beside it says; the package is tried again by itself.",
    lasts: "transient",
    helps: null,
  },
  Unknown: {
    says: "The importing side was not heard for 15 s: whether it imports is not known.",
    risk: "Nobody can say: the last known figures are old.",
    next: "See whether the engine or the partner is silent: the reason beside it says so.",
    lasts: "transient",
    helps: null,
  },
};
