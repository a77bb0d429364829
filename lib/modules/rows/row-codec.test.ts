import { expect, test } from "vitest";
import { packLines, unpackLines } from "./row-codec.ts";

test("lines come out as they went in", () => {
  const lines = new TextEncoder().encode('["a",1]\n["ü",null]\n');
  expect(Buffer.from(unpackLines(packLines(lines))).equals(lines)).toBe(true);
});

test("a small part that would unpack without end is no part", () => {
  const whole = packLines(Buffer.alloc(1_000_001));
  expect(whole.length).toBeLessThan(1_000);
  expect(() => unpackLines(whole, 1_000_000)).toThrow(expect.objectContaining({ code: "ERR_BUFFER_TOO_LARGE" }));
});
