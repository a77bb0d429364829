import { describe, expect, test } from "vitest";
import { aPackage, aQuarantine, NOON } from "#lib/testkit/builders.ts";
import { openQuarantine, type Quarantined, type Skip, skipOf } from "./quarantine.ts";

const [ROW] = aQuarantine(NOON).named as [Quarantined];
const SINCE = ROW.since;
const OLDER = "2026-01-01T00:00:00.000Z";
const other = (key: string, since = SINCE): Quarantined => ({ ...ROW, key, since });
const skip = (more: Partial<Skip> = {}): Skip => {
  return { table: ROW.table, key: ROW.key, upTo: aPackage(2, 7), by: "ada", reason: "", at: SINCE, ...more };
};

describe("a skip covers", () => {
  test.each([
    ["a refusal by the last package that had left", "2-7", true],
    ["one by a package before it", "2-6", true],
    ["one of an epoch before", "1-99", true],
    ["a refusal of which no package is known", null, true],
    ["no refusal by a package that left later", "2-8", false],
    ["none of a later epoch", "3-1", false],
  ])("%s", (_, triedIn, covers) => {
    expect(skipOf({ ...ROW, triedIn }, [skip()]) !== null).toBe(covers);
  });

  test("the item that it names and no other", () => {
    expect(skipOf(other("another"), [skip()])).toBeNull();
    expect(skipOf({ ...ROW, table: "contacts" }, [skip()])).toBeNull();
  });
});

describe("what is left open", () => {
  const all = { ...aQuarantine(NOON, [other("b", OLDER)]), oldestAt: OLDER };

  test("is everything that nobody skipped, since the oldest of it", () => {
    expect(openQuarantine(all, [])).toEqual(all);
    expect(openQuarantine(all, [skip({ key: "b" })])).toEqual({ items: 1, oldestAt: SINCE, named: [ROW] });
    expect(openQuarantine(all, [skip(), skip({ key: "b" })])).toEqual({ items: 0, oldestAt: null, named: [] });
  });

  test("may be as old as the oldest of all where not everything is named", () => {
    const more = { ...all, items: 9 };
    expect(openQuarantine(more, [skip({ key: "b" })])).toEqual({ items: 8, oldestAt: OLDER, named: [ROW] });
  });
});
