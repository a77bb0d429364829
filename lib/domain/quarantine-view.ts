import type { ModuleName } from "./backup-module.ts";
import type { PoolFqdn } from "./pool.ts";
import type { ReasonCode } from "./reasons.ts";

/** Who skipped an item, when and why. */
export type SkippedView = { readonly By: string; readonly At: string; readonly Reason: string };

/** An item that the partner refused and holds, as doors tell it (PRODUCT A6); instants are ISO UTC text. */
export type QuarantinedView = {
  /** Names exactly this item of this copy. */
  readonly Id: string;
  /** The pool that owns the item ... */
  readonly PoolFqdn: PoolFqdn;
  /** ... and the one that refused it. */
  readonly BackupPoolFqdn: PoolFqdn;
  readonly BackupModule: ModuleName;
  /** Its table with the key, or its path. */
  readonly Item: string;
  readonly Code: ReasonCode;
  readonly Sentence: string;
  /** When the change was seen that has not arrived. */
  readonly FirstSeen: string;
  /** In how many packages it came and was refused, and when last; null where that is not known. */
  readonly Tries: number;
  readonly LastTryAt: string | null;
  /** Null for what is not tried again by itself: it was skipped, or its key is no text and has to change. */
  readonly NextTryAt: string | null;
  readonly Skipped: SkippedView | null;
  /** The partner's last word that named it. */
  readonly AsOf: string;
};

/** What is refused, the oldest first; `NotNamed` counts what is held besides, in copies where more is held than can be named. */
export type QuarantineView = {
  readonly QuarantinedItems: readonly QuarantinedView[];
  readonly NotNamed: number;
  /** Asks for those after these; null when that is all that is named. */
  readonly Next: string | null;
};
