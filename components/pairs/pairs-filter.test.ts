import { expect, test } from "vitest";
import { direction, module, pair } from "#lib/testkit/snapshot.ts";
import { filtered, filterIn, filterPath, NO_FILTER, type PairsFilter, SHOWN } from "./pairs-filter.ts";

const of = (from: string, to: string, ExportStatus: "FinalState" | "ErrorState" | "NonSteadyState" = "FinalState") =>
  pair(direction({ from, to, modules: [module({ ExportStatus })] }), direction({ from: to, to: from }));
const PAIRS = [of("nyc-1", "chi-1", "ErrorState"), of("ams-1", "dub-1", "NonSteadyState"), of("fra-1", "lon-1")];
const names = (filter: Partial<PairsFilter>) =>
  filtered(PAIRS, { ...NO_FILTER, ...filter }).map(({ A }) => A.slice(0, 3));

test.each([
  [{}, ["nyc", "ams", "fra"]],
  [{ q: "  " }, ["nyc", "ams", "fra"]],
  [{ q: "DUB" }, ["ams"]],
  [{ q: "chi nyc" }, ["nyc"]],
  [{ q: "nyc dub" }, []],
  [{ q: "example.test", show: "attention" }, ["nyc", "ams"]],
  [{ show: "failing" }, ["nyc"]],
  [{ show: "behind" }, ["ams"]],
  [{ show: "healthy" }, ["fra"]],
  [{ show: "unheard" }, []],
] as const)("%j shows %j", (filter, shown) => {
  expect(names(filter)).toEqual(shown);
});

test("a filter survives its address, and what is no filter is none", () => {
  const read = (path: string) => filterIn(new URL(path, "http://x.test").searchParams);
  for (const show of SHOWN) expect(read(filterPath({ q: "a & b = ü", show }))).toEqual({ q: "a & b = ü", show });
  expect(filterPath(NO_FILTER)).toBe("/");
  expect(read("/?q=&show=everything")).toEqual(NO_FILTER);
  expect(read(`/?q=${"x".repeat(999)}`).q).toHaveLength(200);
});
