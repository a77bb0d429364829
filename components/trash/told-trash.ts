import type { ModuleName } from "#lib/domain/backup-module.ts";

/** Something that was deleted and can be had back, as its page shows it. */
export type ToldTrashItem = {
  readonly Id: string;
  readonly BackupModule: ModuleName;
  readonly Table: string | null;
  readonly Path: string;
  readonly IsFolder: boolean;
  readonly Bytes: number | null;
  readonly DeletedAt: string;
};

/** What a reader looks for in the trash; empty text does not matter. */
export type TrashFilter = {
  readonly name: string;
  readonly module: string;
  readonly after: string;
  readonly before: string;
};

export const TRASH_PAGE = 100;

/** One page of what was found. */
export type TrashPage = {
  readonly items: readonly ToldTrashItem[];
  readonly page: number;
  readonly pages: number;
  readonly found: number;
  /** There is more than could be told at once. */
  readonly isCut: boolean;
};

/** The page of that number, or the nearest there is. */
export function trashPage(all: readonly ToldTrashItem[], isCut: boolean, asked: number): TrashPage {
  const pages = Math.max(1, Math.ceil(all.length / TRASH_PAGE));
  const page = Number.isInteger(asked) ? Math.min(pages, Math.max(1, asked)) : 1;
  return { items: all.slice((page - 1) * TRASH_PAGE, page * TRASH_PAGE), page, pages, found: all.length, isCut };
}

/** The address of a page with the same filter. */
export function trashQuery(filter: TrashFilter, page: number): string {
  const given = Object.entries(filter).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given);
  if (page > 1) query.set("page", String(page));
  return query.size === 0 ? "?" : `?${query}`;
}
