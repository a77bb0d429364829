import { expect, test } from "vitest";
import { NOW, seconds } from "#lib/testkit/snapshot.ts";
import { samplePoint } from "#lib/testkit/told-history.ts";
import { rangeOf, usualRange } from "./ranges.ts";

const HOUR = 3_600;
const opens = (...ages: readonly number[]) =>
  usualRange({ To: NOW, Points: ages.map((age) => samplePoint({ Since: seconds(-age - 60), At: seconds(-age) })) }).id;

test("a chart opens on the smallest time that holds all that is known, and on six hours of a service that is older", () => {
  expect(opens(10 * 60, 0)).toBe("1h");
  expect(opens(2 * HOUR, 10 * 60, 0)).toBe("6h");
  expect(opens(5 * HOUR, 0)).toBe("6h");
  expect(opens()).toBe("6h");
});

test("an address names a range, or none", () => {
  expect(rangeOf("7d")?.name).toBe("7 days");
  expect(rangeOf("undefined")).toBeNull();
});
