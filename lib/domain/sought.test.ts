import fc from "fast-check";
import { expect, test } from "vitest";
import { isSafePath, pathText } from "./path-text.ts";
import { soughtOf } from "./sought.ts";

const HOMES = ["pool1.x.test", "pool2.x.test"];

test.each([
  ["Ada@X.com", ["Ada@X.com", "ada@x.com", "sip:Ada@X.com", "sip:ada@x.com"], "ada@x.com"],
  ["  sip:a@x ", ["sip:a@x", "a@x"], "a@x"],
  ["SIPS:a@x", ["SIPS:a@x", "sips:a@x", "a@x", "sip:a@x"], "a@x"],
  ["R7", ["R7", "r7", "sip:R7", "sip:r7"], "r7"],
])("%s may be a row called so", (what, names, part) => {
  expect(soughtOf(what, HOMES)).toMatchObject({ names, part });
});

test.each([
  ["a.pptx", ["a.pptx"]],
  ["100%.txt", ["100%25.txt"]],
  ["%25.txt", ["%25.txt", "%2525.txt"]],
  ["/q4/a.pptx/", ["q4/a.pptx"]],
  ["./q4//a.pptx", ["q4//a.pptx"].filter(isSafePath)],
  [String.raw`q4\a.pptx`, [String.raw`q4\a.pptx`, "q4/a.pptx"]],
  ["/srv/files/DataConf/POOL1.x.test/q4/a.pptx", ["q4/a.pptx"]],
  [String.raw`\\fs\DataConf\pool2.x.test\a`, [String.raw`\\fs\DataConf\pool2.x.test\a`, "a"]],
  ["../../etc/passwd", []],
  ["a\0b", []],
  ["/", []],
  [".pairkeeper-store", []],
])("%j may be the paths %j", (what, paths) => {
  expect(soughtOf(what, HOMES).paths).toEqual(paths);
});

test("whatever is typed, only safe paths come of it, and a safe path as it is written here is one of them", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (what) => {
      const { paths } = soughtOf(what, HOMES);
      expect(paths.every(isSafePath)).toBe(true);
    }),
  );
  const name = fc.string({ minLength: 1 }).filter((text) => text.trim() === text && !/^\.?\/|\/$/.test(text));
  fc.assert(
    fc.property(name, (text) => {
      const path = pathText(new TextEncoder().encode(text));
      fc.pre(isSafePath(path));
      expect(soughtOf(path, HOMES).paths).toContain(path);
    }),
  );
});
