import { expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { NOW } from "#lib/testkit/snapshot.ts";
import { type ToldTrashItem, TRASH_PAGE, trashPage, trashQuery } from "./told-trash.ts";

const items = (many: number): readonly ToldTrashItem[] =>
  Array.from({ length: many }, (_, number) => ({
    Id: `DataConf:${number}`,
    BackupModule: "ConfServices.DataConf" as ModuleName,
    Table: null,
    Path: `${number}`,
    IsFolder: false,
    Bytes: 1,
    DeletedAt: NOW,
  }));

test("pages hold everything once, in its order", () => {
  const all = items(2 * TRASH_PAGE + 1);
  const pages = [1, 2, 3].map((number) => trashPage(all, false, number));
  expect(pages.flatMap((page) => page.items)).toEqual(all);
  expect(pages.map(({ page, pages: of }) => `${page}/${of}`)).toEqual(["1/3", "2/3", "3/3"]);
});

test.each([
  [0, 1],
  [-3, 1],
  [2.5, 1],
  [Number.NaN, 1],
  [99, 2],
])("page %d is the nearest there is", (asked, page) => {
  expect(trashPage(items(TRASH_PAGE + 1), false, asked).page).toBe(page);
});

test("an empty trash has one page", () => {
  expect(trashPage([], false, 1)).toMatchObject({ page: 1, pages: 1, found: 0 });
});

test("the filter stays in the address from page to page", () => {
  const filter = { name: "slides & more", module: "", after: "2026-11-21T00:00", before: "" };
  expect(trashQuery(filter, 2)).toBe("?name=slides+%26+more&after=2026-11-21T00%3A00&page=2");
  expect(trashQuery({ name: "", module: "", after: "", before: "" }, 1)).toBe("?");
});
