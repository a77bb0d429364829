import type { Instant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** Something that was deleted on a standby, or moved aside by a restore, and can be had back (DESIGN L10). */
export type TrashItem = {
  /** Names it in the trash that it lies in; Restore-CsTrashItem takes it. */
  readonly id: string;
  /** The pool whose item it is. */
  readonly home: PoolFqdn;
  /** Of a row; null for files and folders. */
  readonly table: string | null;
  /** Its path in its data set, or its key as a JSON array. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Null for a folder. */
  readonly bytes: number | null;
  readonly deletedAt: Instant;
};

/** Which items are asked for; what is null does not matter. */
export type TrashQuestion = {
  readonly home: PoolFqdn;
  /** A folder: what lies in it or below. For rows: their table. */
  readonly under: string | null;
  /** Some text of the path or key, in any case. */
  readonly text: string | null;
  /** Deleted at or after the first, and before the second. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Goes on after a page: its `next`. */
  readonly after: string | null;
  readonly limit: number;
};

/** What was deleted last comes first. `next`: there may be more after it, also where this page has no item. */
export type TrashPage = { readonly items: readonly TrashItem[]; readonly next: string | null };

/** One trash: that of a folder of content, or of the rows of a module, in one pool. */
export interface TrashList {
  page(question: TrashQuestion): Promise<TrashPage>;
}
