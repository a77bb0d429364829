/**
 * What the journal tells of. asked: somebody left a request. changed: somebody changed the deployment. ran, failed: a run ended;
 * failed also: a copy went into ErrorState. state: it went into another state worth telling. engine: the engine started.
 */
export const JOURNAL_KINDS = ["asked", "changed", "ran", "failed", "state", "engine"] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];
