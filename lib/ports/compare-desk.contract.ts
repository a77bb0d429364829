import fc from "fast-check";
import { expect, test } from "vitest";
import { INVENTORY_RANGE, type InventoryItem } from "#lib/domain/inventory.ts";
import type { CompareDesk } from "./compare-desk.ts";

const item = (key: string, signature = `of ${key}`, table = "users"): InventoryItem => ({ table, key, signature });
const all = (desk: CompareDesk) => [...desk.left()].flat();

export function compareDeskContract(open: () => CompareDesk) {
  test("their signatures are told in the order of mine, null for what they do not have; the rest is left", () => {
    const desk = open();
    desk.lay([item("a"), item("b")]);
    desk.lay([item("c"), item("a", "of another", "contacts")]);
    expect(desk.cross([item("c"), item("none"), item("a")])).toEqual(["of c", null, "of a"]);
    expect(all(desk)).toEqual([item("a", "of another", "contacts"), item("b")]);
    desk.close();
  });

  test("what is crossed off is theirs no more, and what is told twice is as it was told last", () => {
    const desk = open();
    desk.lay([item("a"), item("a", "later")]);
    expect(desk.cross([item("a"), item("a")])).toEqual(["later", null]);
    expect(all(desk)).toEqual([]);
    desk.close();
  });

  test("keys of any text are told apart by their code points, and come back as they were", () => {
    const desk = open();
    const keys = ["", " ", "a", "A", "é", "e\u0301", 'with "quotes"\n', "%FF", "[1,null]"];
    desk.lay(keys.map((key) => item(key)));
    expect(desk.cross([item("A"), item("é")])).toEqual(["of A", "of é"]);
    expect(new Set(all(desk).map((one) => one.key))).toEqual(new Set(keys.filter((key) => key !== "A" && key !== "é")));
    desk.close();
  });

  test("what is left comes in ranges, each once, by table and key", () => {
    const desk = open();
    const many = Array.from({ length: 2 * INVENTORY_RANGE + 1 }, (_, n) => item(String(n).padStart(5, "0")));
    desk.lay([...many].reverse());
    const ranges = [...desk.left()];
    expect(ranges.map((range) => range.length)).toEqual([INVENTORY_RANGE, INVENTORY_RANGE, 1]);
    expect(ranges.flat()).toEqual(many);
    desk.close();
  });

  test("two desks know nothing of each other, and one begins empty however the last ended", () => {
    const first = open();
    first.lay([item("a")]);
    const second = open();
    expect(second.cross([item("a")])).toEqual([null]);
    second.close();
    expect(first.cross([item("a")])).toEqual(["of a"]);
    first.close();
    const third = open();
    expect(all(third)).toEqual([]);
    third.close();
  });

  test("any two inventories are compared as two maps are", () => {
    const some = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.constantFrom("1", "2")));
    fc.assert(
      fc.property(some, some, (theirs, mine) => {
        const desk = open();
        const known = new Map(theirs);
        desk.lay(theirs.map(([key, signature]) => item(key, signature)));
        const unique = [...new Map(mine).keys()];
        expect(desk.cross(unique.map((key) => item(key)))).toEqual(unique.map((key) => known.get(key) ?? null));
        expect(all(desk).map((one) => one.key)).toEqual(
          [...known.keys()].filter((key) => !unique.includes(key)).sort(),
        );
        desk.close();
      }),
    );
  });
}
