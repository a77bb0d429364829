import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Quarantined } from "#lib/domain/quarantine.ts";
import type { LossReason } from "./loss-list.ts";

export const ITEM_KINDS = ["user", "conference", "row", "file", "folder"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** What is known of one copy by looking at it. */
export type CopyFace = {
  /** A user's display name, a conference's subject. */
  readonly label: string | null;
  /** The last change by the writer's own word: `updated_at` as it stands there, or a file's time as ISO text. */
  readonly changedAt: string | null;
  /** How many rows it is made of; null for files and folders. */
  readonly rows: number | null;
  /** Null for rows and folders. */
  readonly bytes: number | null;
  /** sha256 of its content, or of all its rows; null where it was not read. */
  readonly sha256: string | null;
};

export type CopySeen =
  | ({ readonly is: "present" } & CopyFace)
  | { readonly is: "absent" }
  /** Its store could not be looked at: another service serves it, it is lost, or unreadable. */
  | { readonly is: "unseen"; readonly why: "elsewhere" | "lost"; readonly sentence: string | null };

/**
 * Equal only when both copies were read and the owner's held still meanwhile: as of `at`. Of a folder that is the folder
 * itself, not what is in it.
 */
export type Compared =
  | { readonly is: "equal" | "different"; readonly at: Instant }
  | { readonly is: "not-compared"; readonly why: "elsewhere" | "lost" | "too-large" | "restless" };

/** A change of it that the partner is not known to have. */
export type ItemWaits = {
  readonly since: Instant;
  readonly why: LossReason;
  /** The package that carries it; null unless it is in flight. */
  readonly packageName: string | null;
};

export type FoundItem = {
  readonly module: ModuleName;
  readonly kind: ItemKind;
  /** Of a row of no user or conference. */
  readonly table: string | null;
  /** Address, id, or path. */
  readonly name: string;
  readonly home: PoolFqdn;
  readonly own: CopySeen;
  readonly standby: CopySeen;
  readonly compared: Compared;
  /** By the owner's book: null when no change of it waits; "unseen" where the book could not be read. */
  readonly waits: ItemWaits | "unseen" | null;
  /** The last package that the partner acknowledged; null before any, and where the book could not be read. */
  readonly ackedPackage: string | null;
};

/** A direction whose items may be asked for. */
export type FindWhere = {
  readonly home: PoolFqdn;
  readonly backup: PoolFqdn;
  /** What the backup pool refused of each module, by its word. */
  readonly refused: Readonly<Record<ModuleName, readonly Pick<Quarantined, "table" | "key" | "since">[]>>;
};

export type FindQuestion = {
  readonly what: string;
  readonly where: readonly FindWhere[];
  /** Stores of other pools are not looked at. */
  readonly served: readonly PoolFqdn[];
  readonly modules: readonly ModuleName[];
  readonly limit: number;
};

/** A store that was looked through, and what kept it from being. */
export type Looked = { readonly pool: PoolFqdn; readonly module: ModuleName; readonly problem: string | null };

export type Found = {
  readonly items: readonly FoundItem[];
  /** Others that fit as well. */
  readonly more: number;
  /** False when nothing is called so, and these only have it in their names. */
  readonly isExact: boolean;
  readonly looked: readonly Looked[];
};

/**
 * Looks for an item in all stores that this service serves, beside the engine. It looks at both copies itself: a person
 * asks whether they are equal now, and the partner's last word cannot tell that of one item. States are never computed
 * from it (DESIGN L4).
 */
export interface ItemFinder {
  find(question: FindQuestion): Promise<Found>;
}
