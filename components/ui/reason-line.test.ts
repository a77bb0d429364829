import { expect, test } from "vitest";
import { reasonLine } from "./reason-line.ts";

test.each([
  ["", "Get-X"],
  [" Ticket 17 ", 'Get-X -Reason "Ticket 17"'],
  ['a "b"', "Get-X -Reason \"a 'b'\""],
])("%j", (why, line) => {
  expect(reasonLine("Get-X", why)).toBe(line);
});
