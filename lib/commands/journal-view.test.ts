import { expect, test } from "vitest";
import { changes } from "./journal-view.ts";

test("what nobody chose is no change; what was taken back is one", () => {
  expect(changes(null, { pool: "a.example", fileStore: null })).toEqual([
    { Name: "Pool", Before: null, After: "a.example" },
  ]);
  expect(changes({ site: "Lyon", fileStore: null }, { site: null, fileStore: null })).toEqual([
    { Name: "Site", Before: "Lyon", After: null },
  ]);
});
