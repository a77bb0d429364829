import type { FaultCode } from "./fault.ts";

/** Why a state is not good, beside the faults. */
export type ReasonCode =
  | FaultCode
  | "engine-unheard"
  | "partner-unheard"
  | "partner-fails"
  | "standby-lost"
  | "starting"
  | "stalled"
  | "request-runs"
  | "limit-reached"
  | "scan-list-lost"
  | "deletions-wait"
  | "quarantined"
  | "pool-elsewhere"
  | "not-cms-master";

export type ReasonWords = {
  /** What it means, in one sentence. */
  readonly says: string;
  /** What to do, or that nothing is to be done. */
  readonly next: string;
};

/** The one table of words: banners, tooltips and help read it. */
export const REASONS: Record<ReasonCode, ReasonWords> = {
  "engine-unheard": {
    says: "The sync engine has not been heard for more than 15 s, so nothing is known for certain.",
    next: "It is started again when it has ended. If this lasts, read logs/engine.log in the data folder.",
  },
  "partner-unheard": {
    says: "The partner is not heard: what was sent may or may not be imported, and nothing says that the standby is whole.",
    next: "See whether the partner's engine runs and its file store can be reached.",
  },
  "partner-fails": {
    says: "The partner says that it cannot import.",
    next: "Look at the partner's own import: it names the record or file.",
  },
  "standby-lost": {
    says: "The partner says that its store, which holds the standby, is lost or another one.",
    next: "See that the partner's right store is mounted. Until then there is no second copy to rely on.",
  },
  starting: { says: "The first look since the service started has not ended.", next: "Nothing: it ends by itself." },
  stalled: {
    says: "Nothing was looked at, sent or acknowledged for longer than the interval and 60 s.",
    next: "Read logs/engine.log in the data folder; ending the engine process makes it start anew.",
  },
  "request-runs": { says: "A sync that was asked for is still being sent.", next: "Nothing: it runs." },
  "limit-reached": {
    says: "More changed than one cycle may carry; the rest waits for the next cycle.",
    next: "Nothing, if it drains. Sync now carries it in cycles back to back.",
  },
  "deletions-wait": {
    says: "Deletions wait until the partner has acknowledged what goes before them.",
    next: "Nothing: they leave by themselves.",
  },
  quarantined: {
    says: "The partner refused items for what is in them; they are held, and everything else goes on.",
    next: "Change or delete the named item on the pool where it is wrong; it is tried again with every cycle.",
  },
  "pool-elsewhere": {
    says: "This service does not run that pool's engine (PAIRKEEPER_POOLS), so it knows nothing of it.",
    next: "Ask the service that runs it.",
  },
  "not-cms-master": {
    says: "Not the CMS master: expected. Only the pool that writes the Central Management store exports it.",
    next: "Nothing: the CMS master's own status tells how its copy is doing.",
  },
  "document-not-published": {
    says: "The Central Management store holds a document that this service did not publish; it is neither copied nor obeyed.",
    next: "Find out who wrote it, then delete the named row of cms_documents on that pool: what was published under that name is put back by itself.",
  },
  "store-lost": {
    says: "A store's marker is missing or foreign: it may be lost, unmounted or another one.",
    next: "See that the right store is mounted; one that is really lost is restored. Nothing is copied from or to it meanwhile.",
  },
  restoring: {
    says: "What was lost is being given back by the partner; nothing of it is exported meanwhile.",
    next: "Wait for the restore to end. When it was stopped, start it again or adopt what is there.",
  },
  "deletion-guard": {
    says: "So much was deleted that it may be a loss: none of these deletions has left, and everything else goes on.",
    next: "Release exactly the deletions shown when they were meant, or restore from the partner when they were not.",
  },
  "capture-off": {
    says: "The triggers that record changes were missing or altered for a time, so deletions may have been missed.",
    next: "They are installed again and every row was sent anew. What was deleted meanwhile cannot be known in this version, so the error stays.",
  },
  "scan-list-lost": {
    says: "The list of what was last seen in the file store was lost or is an older copy, so deletions may have been missed.",
    next: "Everything is sent anew. What was deleted meanwhile cannot be known before the two sides are compared, so the error stays.",
  },
  "scan-failed": {
    says: "A folder or file could not be read, so what is in it is unknown.",
    next: "Give the service the right to read it; it is looked at again in the next cycle.",
  },
  "database-unreachable": {
    says: "A database of the pool did not answer.",
    next: "See whether another program holds it locked, and whether its disk is well.",
  },
  "store-unreachable": {
    says: "A file store could not be read or written.",
    next: "See that it is mounted, and that the service may write to it.",
  },
  "disk-full": { says: "The disk is full.", next: "Make room; it is tried again in the next cycle." },
  "package-damaged": {
    says: "A package does not match its checksums and was not imported.",
    next: "It is sent again under a new number by itself.",
  },
  "package-missing": {
    says: "A package that should be next is not in the BackupStore.",
    next: "Everything on its way is sent again under new numbers by itself.",
  },
  "package-exists": {
    says: "A package of the next number is there already; a published package is never replaced.",
    next: "It is sent under a higher number by itself.",
  },
  "ack-unreadable": {
    says: "The partner's ack in the BackupStore cannot be read.",
    next: "The partner writes it anew every 5 s; if this lasts, see whether another program writes there.",
  },
  "partner-does-not-import": {
    says: "As many packages are on their way as may be: the partner does not import them.",
    next: "Look at the partner's import; nothing further is sent until it goes on.",
  },
  "store-rewound": {
    says: "The user database is an older copy: the partner knows of packages that it never sent.",
    next: "Put the newer database back, or decide which side is right: adopt it as it is, or restore from the partner.",
  },
  "standby-rewound": {
    says: "The partner's position went back: its database may be an older copy.",
    next: "Press Sync now when that database is the right one: everything is sent again.",
  },
  "ownership-conflict": {
    says: "The same item is owned by both pools.",
    next: "Delete it on the pool where it does not belong.",
  },
  "bad-data": {
    says: "The partner's database refused a row for what is in it.",
    next: "Correct the row at its home pool; it is sent again with the next cycle.",
  },
  "name-refused": {
    says: "The partner's file store cannot hold a file of that name: too long, or taken by one that differs only in case.",
    next: "Rename the file at its home pool.",
  },
  "too-many-quarantined": {
    says: "More than a hundred items of one package were refused: that is no bad item but a bad lane.",
    next: "Look at the items named; when their source is mended the package is sent again by itself.",
  },
  unexpected: {
    says: "Something happened that the service did not expect.",
    next: "Read logs/engine.log in the data folder; it is tried again in the next cycle.",
  },
};
