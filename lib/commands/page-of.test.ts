import fc from "fast-check";
import { expect, test } from "vitest";
import { pageOf } from "./page-of.ts";

const whole = (all: readonly string[], limit: number) => {
  const told: string[] = [];
  let next: string | undefined;
  for (let pages = 0; pages <= all.length; pages += 1) {
    const got = pageOf(all, (one) => one, { limit, next });
    told.push(...got.page);
    if (got.next === null) return { told, pages: pages + 1 };
    next = got.next;
  }
  return expect.unreachable();
};

test("the pages together are the list, each of its length and none of them empty but the first", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 9 }), (all, limit) => {
      const { told, pages } = whole(all, limit);
      expect(told).toEqual(all);
      expect(pages).toBe(Math.max(1, Math.ceil(all.length / limit)));
    }),
  );
});

test("a name that is not listed any more is refused", () => {
  expect(() => pageOf(["a"], (one) => one, { limit: 1, next: "b" })).toThrow(
    expect.objectContaining({ code: "bad-input", field: "Next" }),
  );
});
