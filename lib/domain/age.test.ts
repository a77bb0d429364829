import fc from "fast-check";
import { expect, test } from "vitest";
import { NOON, SECOND } from "#lib/testkit/builders.ts";
import { wholeSecond, wholeSecondsSince } from "./age.ts";

const cut = (at: number) => Math.floor(at / SECOND);

test("an age and the moment that it is reckoned from, each in whole seconds, give the present second", () => {
  const part = fc.integer({ min: 0, max: 100 * SECOND });
  fc.assert(
    fc.property(part, part, (since, more) => {
      const [at, now] = [NOON + since, NOON + since + more];
      expect(cut(at) + wholeSecondsSince(at, now)).toBe(cut(now));
      expect(cut(now - wholeSecond(at))).toBe(wholeSecondsSince(at, now));
    }),
  );
});

test("what lies ahead has no age", () => {
  expect(wholeSecondsSince(NOON + 1, NOON)).toBe(0);
  expect(wholeSecondsSince(NOON + 9 * SECOND, NOON)).toBe(0);
});
