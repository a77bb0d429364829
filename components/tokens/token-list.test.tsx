import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { TokenList } from "./token-list.tsx";

const token = {
  Id: "1",
  Name: "nightly",
  Role: "viewer",
  Pools: "all",
  MadeBy: "ada",
  MadeAt: "2026-11-29T12:00:00.000Z",
  ExpiresAt: "2027-11-29T12:00:00.000Z",
  IsExpired: false,
  IsShut: false,
  LastUsedAt: null,
};
const shown = (more: Partial<typeof token> = {}) =>
  renderToStaticMarkup(<TokenList tokens={[{ ...token, ...more }]} remove={async () => null} />).replace(
    /<[^>]*>/g,
    "",
  );

test("an end a year from now is told with its year: day and month alone are those of today", () => {
  expect(shown()).toContain("viewer of all pools; expires 2027-11-29 12:00 UTC");
  expect(shown({ IsExpired: true })).toContain("expired 2027-11-29 12:00 UTC");
});

test("one whose maker may not any more is told as that", () => {
  expect(shown()).not.toContain("Opens nothing");
  expect(shown({ IsShut: true })).toContain("Opens nothing: the account behind it is disabled");
});
