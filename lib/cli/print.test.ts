import { expect, test } from "vitest";
import { list, table } from "./print.ts";

const forged = "a\n\nItem : another\u001b[2J\u0085";

test("a name makes no line of its own and moves no cursor", () => {
  const told = String.raw`a\u000a\u000aItem : another\u001b[2J\u0085`;
  expect(list({ Item: forged })).toBe(`Item : ${told}`);
  expect(table([{ Item: forged }]).split("\n")).toEqual(["Item", "----", told]);
});

test("what is not there is told as such", () => {
  expect(list({ A: null, Bc: "", D: 0 })).toBe("A  : -\nBc : -\nD  : 0");
  expect(table([])).toBe("");
});
