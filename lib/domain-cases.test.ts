import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The edge cases that an engine must handle are numbered from 1 to 39 (DOMAIN 10). */
const LAST = 39;

/** Those that belong to something that does not exist yet, and what that is. A number leaves this table with its test. */
const NOT_YET: Readonly<Record<number, string>> = {
  21: "the modules of Response Groups are not deployed yet",
  25: "several Front Ends of one pool share a lane only with a ledger on PostgreSQL",
  27: "failover",
  28: "failover",
  29: "failover",
  30: "failover",
  31: "failback",
  33: "failover: a pool is never read-only before it",
  34: "failover of the CMS",
};

/** A sentence that names a number, followed by the rest of what `test` or `describe` is called with. */
const TITLE = /(["`])((?:(?!\1).)*DOMAIN 10 no\. \d+(?:(?!\1).)*)\1\s*,/g;
const NUMBER = /DOMAIN 10 no\. (\d+)/g;

/** Numbers that the title of a test names, with the file of each. */
function named(): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const file of globSync("{lib,app,components,e2e}/**/*.{test,contract,spec}.{ts,tsx}")) {
    const text = readFileSync(file, "utf8");
    if (!text.includes("DOMAIN 10 no.")) continue;
    for (const [, , title = ""] of text.matchAll(TITLE))
      for (const [, number] of title.matchAll(NUMBER)) found.set(Number(number), file);
  }
  return found;
}

test("each edge case of the field has a test whose title names its number, or what it waits for", () => {
  const known = named();
  const all = Array.from({ length: LAST }, (_, n) => n + 1);
  expect(all.filter((number) => !known.has(number) && NOT_YET[number] === undefined)).toEqual([]);
  expect([...known.keys()].filter((number) => number < 1 || number > LAST)).toEqual([]);
});
