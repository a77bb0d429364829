import type { FaultCode } from "./fault.ts";

/** Why a state is not good, beside the faults. */
export type ReasonCode =
  | FaultCode
  | "engine-unheard"
  | "partner-unheard"
  | "partner-fails"
  | "standby-lost"
  | "neither-whole"
  | "starting"
  | "stalled"
  | "request-runs"
  | "limit-reached"
  | "scan-list-lost"
  | "canary-missing"
  | "canary-late"
  | "deletions-wait"
  | "look-old"
  | "counting"
  | "quarantined"
  | "standby-differs"
  | "skipped"
  | "pool-elsewhere"
  | "not-cms-master";

/** The button of the console that helps. */
export const HELPS = ["sync-now", "lift-limit", "restore", "held"] as const;
export type Help = (typeof HELPS)[number];

/** One row of the table of words (A5). */
export type Row = {
  /** What it means, in one sentence. */
  readonly says: string;
  /** What it puts at risk. */
  readonly risk: string;
  /** What to do, or that nothing is to be done. */
  readonly next: string;
  /**
   * Transient: it ends by itself once its cause is gone. Terminal: it stays until somebody does something. Expected: it is as it
   * should be, for however long.
   */
  readonly lasts: "transient" | "terminal" | "expected";
  /** Null where no button of the console helps. */
  readonly helps: Help | null;
};

const NOTHING = "Nothing.";
const WAITING = "What changed and has not arrived: the age of the oldest of it is what is at risk.";
const GROWING = "Every change from now on: none of them gets its second copy until this is over.";
const UNSEEN = "Nobody can say: the last known figures are old.";

/** The table of words for every reason and fault: banners, tooltips, the guide and help read it. */
export const REASONS: Record<ReasonCode, Row> = {
  "engine-unheard": {
    says: "The sync engine has not been heard for more than 15 s, so nothing is known for certain.",
    risk: UNSEEN,
    next: "It is started again when it has ended. If this lasts, read logs/engine.log in the data folder.",
    lasts: "transient",
    helps: null,
  },
  "partner-unheard": {
    says: "The partner is not heard: what was sent may or may not be imported, and nothing says that the standby is whole.",
    risk: UNSEEN,
    next: "See whether the partner's engine runs, and whether both file stores can be reached and have room.",
    lasts: "transient",
    helps: null,
  },
  "partner-fails": {
    says: "The partner says that it cannot import.",
    risk: GROWING,
    next: "Look at the partner's own import: it names the record or file.",
    lasts: "terminal",
    helps: null,
  },
  "standby-lost": {
    says: "The partner says that its store, which holds the standby, is lost or another one.",
    risk: "All of it: should this pool be lost too, there is no copy left.",
    next: "See that the partner's right store is mounted. Until then there is no second copy to rely on.",
    lasts: "terminal",
    helps: "restore",
  },
  "neither-whole": {
    says: "What this pool lost is to come back from its standby, and that is not whole either: neither comes by itself.",
    risk: "What only one side still has, for there is no second copy of it; what neither has is gone.",
    next: "See that the right stores are mounted on both sides, then adopt this pool as it is: what stands is kept, and each side gets what it lacks.",
    lasts: "terminal",
    helps: "restore",
  },
  starting: {
    says: "The first look since the service started has not ended.",
    risk: WAITING,
    next: "Nothing: it ends by itself.",
    lasts: "transient",
    helps: null,
  },
  stalled: {
    says: "Nothing was looked at, sent or acknowledged for longer than the interval and 60 s.",
    risk: GROWING,
    next: "Read logs/engine.log in the data folder; ending the engine process makes it start anew.",
    lasts: "terminal",
    helps: null,
  },
  "request-runs": {
    says: "A sync that was asked for is still being sent.",
    risk: WAITING,
    next: "Nothing: it runs.",
    lasts: "transient",
    helps: null,
  },
  "limit-reached": {
    says: "More changed than one cycle may carry; the rest waits for the next cycle.",
    risk: WAITING,
    next: "Nothing, if it drains. Lift the limit for a time, or press Sync now: both carry it in cycles back to back.",
    lasts: "transient",
    helps: "lift-limit",
  },
  "deletions-wait": {
    says: "Deletions wait until the partner has acknowledged what goes before them.",
    risk: "Nothing: only deletions have not arrived.",
    next: "Nothing: they leave by themselves.",
    lasts: "transient",
    helps: null,
  },
  "look-old": {
    says: "The files were not looked at whole for longer than the interval and 60 s: what changed since is not known.",
    risk: UNSEEN,
    next: "Nothing: it is looked at again as soon as the work that runs lets it.",
    lasts: "transient",
    helps: null,
  },
  counting: {
    says: "So much waits that counting it takes a while: the figures are of an earlier count, and there may be more by now.",
    risk: WAITING,
    next: "Nothing: it is counted again by itself.",
    lasts: "transient",
    helps: null,
  },
  "standby-differs": {
    says: "A compare found items that the standby holds differently, though nothing of them was on its way.",
    risk: "The named items: their copy is not what it should be.",
    next: "Send them again on the page of the copy, which lists them, or press Sync now: it sends whatever differs. They are compared once more when they have arrived.",
    lasts: "terminal",
    helps: "sync-now",
  },
  quarantined: {
    says: "The partner refused items for what is in them; they are held, and everything else goes on.",
    risk: "The named items, and nothing else.",
    next: "Change or delete the named item on the pool where it is wrong; it is tried again with every cycle. Or skip it on the page of the copy, and nobody is told of it again.",
    lasts: "terminal",
    helps: null,
  },
  skipped: {
    says: "A person skipped what the partner refused: it is held and not tried again by itself, so this is never Final; everything else is there.",
    risk: "The skipped items, and nothing else: they have no second copy.",
    next: "Nothing, if that is meant. An item that changes leaves again, and one that is retried on the page of the copy too.",
    lasts: "expected",
    helps: null,
  },
  "pool-elsewhere": {
    says: "This service does not run that pool's engine (PAIRKEEPER_POOLS), so it knows nothing of it.",
    risk: "This service cannot say.",
    next: "Ask the service that runs it.",
    lasts: "expected",
    helps: null,
  },
  "not-cms-master": {
    says: "Not the CMS master: expected. Only the pool that writes the Central Management store exports it.",
    risk: NOTHING,
    next: "Nothing: the CMS master's own status tells how its copy is doing.",
    lasts: "expected",
    helps: null,
  },
  "document-not-published": {
    says: "The Central Management store holds a document that this service did not publish; it is neither copied nor obeyed.",
    risk: "What the standby would obey after a CMS failover: until this is settled it keeps what was published before.",
    next: "Find out who wrote it, then delete the named row of cms_documents on that pool: what was published under that name is put back by itself.",
    lasts: "terminal",
    helps: null,
  },
  "store-lost": {
    says: "A store's marker is missing or foreign: it may be lost, unmounted or another one.",
    risk: "What this pool lost and its partner does not have; what its partner has can be restored.",
    next: "See that the right store is mounted; one that is really lost is restored. Nothing is copied from or to it meanwhile.",
    lasts: "terminal",
    helps: "restore",
  },
  restoring: {
    says: "What was lost is being given back by the partner; nothing of it is exported meanwhile.",
    risk: "What this pool changes meanwhile: it leaves when the restore is through.",
    next: "Wait for the restore to end. If it was stopped, start it again or adopt what is there.",
    lasts: "transient",
    helps: "restore",
  },
  "deletion-guard": {
    says: "So much was deleted that it may be a loss: none of these deletions has left, and everything else goes on.",
    risk: "Nothing is lost: the partner still holds all of it.",
    next: "Release exactly the deletions shown when they were meant, or restore from the partner when they were not.",
    lasts: "terminal",
    helps: "held",
  },
  "capture-off": {
    says: "The triggers that record changes were missing or altered for a time, so deletions may have been missed.",
    risk: "The standby may hold what was deleted here; nothing that exists is missing there.",
    next: "They are installed again and every row was sent anew. Press Sync now: it compares the two sides and finds what was deleted meanwhile.",
    lasts: "terminal",
    helps: "sync-now",
  },
  "scan-list-lost": {
    says: "The list of what was last seen in the file store was lost or is an older copy, so deletions may have been missed.",
    risk: "The standby may hold what was deleted here; nothing that exists is missing there.",
    next: "Everything is sent anew. Press Sync now: it compares the two sides and finds what was deleted meanwhile.",
    lasts: "terminal",
    helps: "sync-now",
  },
  "canary-missing": {
    says: "A canary record was captured, sent and acknowledged, or should have been, and is not on the partner: what says that all is copied cannot be believed.",
    risk: "Any change since the last comparison: the partner may lack what it acknowledged, or what was never captured.",
    next: "Press Sync now: it compares the two sides and sends what is missing. If it comes back, find what drops changes on the way.",
    lasts: "terminal",
    helps: "sync-now",
  },
  "canary-late": {
    says: "A canary record has been on its way for longer than the interval and 60 s, though nothing waits before it.",
    risk: GROWING,
    next: "See whether the partner imports; read logs/engine.log in the data folder. It is over when a canary arrives.",
    lasts: "transient",
    helps: null,
  },
  "scan-failed": {
    says: "A folder or file could not be read, so what is in it is unknown.",
    risk: "What lies in that folder or file; all else goes on.",
    next: "Give the service the right to read it, or a shorter name or place where it is too long or too deep; the next cycle looks again.",
    lasts: "transient",
    helps: null,
  },
  "database-unreachable": {
    says: "A database of the pool did not answer.",
    risk: GROWING,
    next: "See whether another program holds it locked, and whether its disk is well.",
    lasts: "transient",
    helps: null,
  },
  "store-unreachable": {
    says: "A file store could not be read or written.",
    risk: GROWING,
    next: "See that it is mounted, and that the service may write to it.",
    lasts: "transient",
    helps: null,
  },
  "disk-full": {
    says: "A disk is full: nothing more can be written to it.",
    risk: GROWING,
    next: "Make room on the disk of the path that is named. It is tried again by itself every few seconds; Sync now tries at once.",
    lasts: "transient",
    helps: "sync-now",
  },
  "package-damaged": {
    says: "A package does not match its checksums and was not imported.",
    risk: WAITING,
    next: "It is sent again under a new number by itself. If that comes back, find what damages files in the BackupStore: a bad disk, or another program.",
    lasts: "transient",
    helps: null,
  },
  "package-missing": {
    says: "A package that should be next is not in the BackupStore.",
    risk: WAITING,
    next: "Everything on its way is sent again under new numbers by itself.",
    lasts: "transient",
    helps: null,
  },
  "package-exists": {
    says: "A package of the next number is there already; a published package is never replaced.",
    risk: WAITING,
    next: "It is sent under a higher number by itself.",
    lasts: "transient",
    helps: null,
  },
  "ack-unreadable": {
    says: "The partner's ack in the BackupStore cannot be read.",
    risk: UNSEEN,
    next: "The partner writes it anew every 5 s; if this lasts, see whether another program writes there.",
    lasts: "transient",
    helps: null,
  },
  "partner-does-not-import": {
    says: "As many packages are on their way as may be: the partner does not import them.",
    risk: GROWING,
    next: "Look at the partner's import; nothing further is sent until it goes on.",
    lasts: "transient",
    helps: null,
  },
  "store-rewound": {
    says: "The user database is an older copy: the partner knows of packages that it never sent.",
    risk: "Which of the two sides is right: nothing moves until a person says so.",
    next: "Put the newer database back, or decide which side is right: adopt it as it is, or restore from the partner.",
    lasts: "terminal",
    helps: "restore",
  },
  "standby-rewound": {
    says: "The partner's position went back: its database may be an older copy.",
    risk: "What the partner had and has no more: it is there again after a sync.",
    next: "Press Sync now when that database is the right one: everything is sent again.",
    lasts: "terminal",
    helps: "sync-now",
  },
  "ownership-conflict": {
    says: "The same item is owned by both pools.",
    risk: "The named item: it has no copy that both sides agree on.",
    next: "Delete it on the pool where it does not belong.",
    lasts: "terminal",
    helps: null,
  },
  "bad-data": {
    says: "The partner's database refused a row for what is in it.",
    risk: "The named row, and nothing else.",
    next: "Correct the row at its home pool; it is sent again with the next cycle.",
    lasts: "terminal",
    helps: null,
  },
  "name-refused": {
    says: "The partner's file store cannot hold a file of that name: too long, or taken by one that differs only in case.",
    risk: "The named file, and nothing else.",
    next: "Rename the file at its home pool.",
    lasts: "terminal",
    helps: null,
  },
  "too-many-quarantined": {
    says: "More than a hundred items of one package were refused: that is no bad item but a bad lane.",
    risk: GROWING,
    next: "Look at the items named; when their source is mended the package is sent again by itself.",
    lasts: "terminal",
    helps: null,
  },
  unexpected: {
    says: "Something happened that the service did not expect.",
    risk: GROWING,
    next: "Read logs/engine.log in the data folder; it is tried again in the next cycle.",
    lasts: "transient",
    helps: null,
  },
};
