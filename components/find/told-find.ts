import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";
import type { Safety } from "#lib/domain/safety.ts";

/** One copy of an item, as its page shows it. */
export type ToldCopy = {
  readonly Is: "Present" | "Absent" | "Unseen";
  readonly Sentence: string | null;
  readonly Label: string | null;
  readonly ChangedAt: string | null;
  readonly Rows: number | null;
  readonly Bytes: number | null;
  readonly Sha256: string | null;
};

/** An item that was found, as its page shows it. */
export type ToldItem = {
  readonly BackupModule: ModuleName;
  readonly Kind: "user" | "conference" | "row" | "file" | "folder";
  readonly Table: string | null;
  readonly Name: string;
  readonly HomePoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly Safety: Safety;
  readonly ComparedAt: string | null;
  readonly NotCompared: "elsewhere" | "lost" | "too-large" | "restless" | null;
  readonly Doubt: ReasonCode | null;
  readonly Own: ToldCopy;
  readonly Standby: ToldCopy;
  readonly CapturedAt: string | null;
  readonly Waits: "quarantined" | "held" | "in-flight" | "pending" | null;
  readonly Package: string | null;
  readonly SentAt: string | null;
  readonly LookedAt: string | null;
  readonly AckedPackage: string | null;
  readonly AckedAt: string | null;
  readonly AckHeardAt: string | null;
  readonly LastImportAt: string | null;
};

/** All that was found. */
export type ToldFind = {
  readonly What: string;
  readonly AsOf: string;
  readonly IsExact: boolean;
  readonly Items: readonly ToldItem[];
  readonly More: number;
  readonly Looked: readonly {
    readonly PoolFqdn: PoolFqdn;
    readonly BackupModule: ModuleName;
    readonly Problem: string | null;
  }[];
  readonly Elsewhere: readonly PoolFqdn[];
};
