import type { ModuleName } from "./backup-module.ts";
import type { CheckFault } from "./check.ts";
import type { Instant } from "./instant.ts";
import type { PoolFqdn } from "./pool.ts";

/** What a look found at its moment, or why it found nothing. */
export type Seen<T> =
  | { readonly is: "seen"; readonly at: Instant; readonly value: T }
  | {
      readonly is: "unseen";
      readonly at: Instant;
      readonly code: CheckFault;
      readonly sentence: string;
      readonly path: string | null;
    };

/** Bytes of a file system; `total` is null where only the free ones are known. */
export type Room = { readonly freeBytes: number; readonly totalBytes: number | null };

/** The partner's state file of one module: what of it a check asks for. */
export type WordSeen = {
  readonly module: ModuleName;
  /** When it was written, by our clock. */
  readonly writtenAt: Instant;
  /** How far the writer's clock is ahead of ours. */
  readonly aheadMs: number;
  readonly freeBytes: number | null;
};

/** What a look at a pool's stores found (PRODUCT B9). Facts only: `judge-checks.ts` says what they are worth. */
export type PoolSight = {
  /** The root carries its marker. */
  readonly fileStore: Seen<null>;
  /** So many data sets carry theirs; those that are being restored have none yet. */
  readonly content: Seen<{ readonly whole: number; readonly restoring: readonly PoolFqdn[] }>;
  /** A file in BackupStore/Temp was written, synced, renamed, read and taken away. */
  readonly writing: Seen<null>;
  /** So many folders may be written. */
  readonly contentRights: Seen<{ readonly folders: number }>;
  /** It opens, carries its id and epoch, and answers. */
  readonly database: Seen<null>;
  readonly databaseRights: Seen<null>;
  readonly capture: Seen<null>;
  /** The version of the user database, and that which this service writes. */
  readonly versions: Seen<{ readonly database: number; readonly ours: number }>;
  readonly rooms: readonly { readonly what: string; readonly path: string; readonly room: Seen<Room> }[];
  /** How far the file server's clock is ahead of ours. */
  readonly fileClock: Seen<number>;
  /** The partner's state files that are there. */
  readonly words: Seen<readonly WordSeen[]>;
};

/** The largest file that a look has seen in a data set; null where there is none. */
export type LargestFile = { readonly path: string; readonly bytes: number } | null;
