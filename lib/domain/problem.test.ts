import { describe, expect, test } from "vitest";
import { isProblem, PROBLEM_CODES, Problem, type ProblemCode } from "./problem.ts";

const CODES = Object.keys(PROBLEM_CODES) as ProblemCode[];

test("a problem carries its sentence, its hint and the parameter that was wrong", () => {
  const problem = new Problem("bad-input", "The interval is too short.", "Give 00:00:05 or more.", "SyncInterval");
  expect(problem).toMatchObject({
    name: "Problem",
    code: "bad-input",
    message: "The interval is too short.",
    sentence: "The interval is too short.",
    hint: "Give 00:00:05 or more.",
    field: "SyncInterval",
  });
  expect(new Problem("unpaired", "It has no partner.", "Pair it.").field).toBeNull();
});

test.each(CODES)("%s is an error of HTTP and a failure of the command line", (code) => {
  const { http, exit } = PROBLEM_CODES[code];
  expect(http).toBeGreaterThanOrEqual(400);
  expect(http).toBeLessThan(600);
  expect([1, 2]).toContain(exit);
});

describe("a problem is known by its code, not by its class", () => {
  test.each(CODES)("%s of this module", (code) => {
    expect(isProblem(new Problem(code, "So it is.", "Do this."))).toBe(true);
  });

  test("one of another copy of this module", () => {
    const other = Object.assign(new Error("So it is."), { name: "Problem", code: "unpaired", sentence: "", hint: "" });
    expect(isProblem(other)).toBe(true);
  });

  test.each([
    ["a bug", new TypeError("x is not a function")],
    ["a system error", Object.assign(new Error("no such file"), { code: "ENOENT" })],
    ["a code that nobody knows", Object.assign(new Error("?"), { name: "Problem", code: "whatever" })],
    ["a code that every object has", Object.assign(new Error("?"), { name: "Problem", code: "toString" })],
    ["a plain object", { name: "Problem", code: "unpaired" }],
    ["a text", "unpaired"],
    ["nothing", null],
  ])("%s is none", (_sentence, thrown) => {
    expect(isProblem(thrown)).toBe(false);
  });
});
