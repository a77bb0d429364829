import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folderOf, isSafePath, joinPath, MARKER_NAME, pathBytes, pathText } from "./path-text.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);

test.each<[sentence: string, name: Uint8Array, text: string]>([
  ["a plain name", utf8("minutes.txt"), "minutes.txt"],
  ["umlauts, Greek and emoji", utf8("Ä ψ 🦊"), "Ä ψ 🦊"],
  ["newline, quote and backslash", utf8('a\nb"c\\d'), 'a\nb"c\\d'],
  ["a percent sign", utf8("100%"), "100%25"],
  ["what looks like an escape", utf8("%41"), "%2541"],
  ["a byte order mark", utf8("\uFEFFa"), "\uFEFFa"],
  ["a stray byte of Latin-1", bytes(0x66, 0xfc, 0x72), "f%FCr"],
  ["a character that was cut off", bytes(0x61, 0xe2, 0x82), "a%E2%82"],
  ["an overlong slash", bytes(0xc0, 0xaf), "%C0%AF"],
  ["a surrogate in bytes", bytes(0xed, 0xa0, 0x80), "%ED%A0%80"],
  ["broken and whole side by side", bytes(0xff, 0xc3, 0xa4, 0x25), "%FFä%25"],
])("%s has one text, and that text its bytes", (_sentence, name, text) => {
  expect(pathText(name)).toBe(text);
  expect(pathBytes(text)).toEqual(name);
});

test.each([
  ["a second spelling of A", "%41"],
  ["lower-case digits", "%ff"],
  ["an escape of whole UTF-8", "%C3%A4"],
  ["a bare percent sign", "100%"],
  ["half an escape", "a%F"],
  ["a lone surrogate", "\ud800"],
  ["a lone surrogate beside an escape", "%FF\udc00"],
])("%s is no text of any name", (_sentence, text) => {
  expect(pathBytes(text)).toBeNull();
});

/** Bytes without NUL, with many of those that make and break UTF-8 and escapes. */
const tricky = fc.constantFrom(
  0x25,
  0x32,
  0x46,
  0x2f,
  0x2e,
  0xc3,
  0xa4,
  0xe2,
  0x82,
  0xac,
  0xed,
  0xa0,
  0x80,
  0xef,
  0xbb,
);
const byte = fc.oneof(tricky, fc.integer({ min: 1, max: 255 }));
const anyName = fc.array(byte, { maxLength: 40 }).map((values) => Uint8Array.from(values));

test("any bytes without NUL come back as they were", () => {
  fc.assert(
    fc.property(anyName, (name) => {
      expect(pathBytes(pathText(name))).toEqual(name);
    }),
    { numRuns: 3000 },
  );
});

test("two names never share a text", () => {
  const pair = fc.tuple(fc.array(tricky, { maxLength: 4 }), fc.array(tricky, { maxLength: 4 }));
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const isSame = one.join() === other.join();
      expect(pathText(Uint8Array.from(one)) === pathText(Uint8Array.from(other))).toBe(isSame);
    }),
    { numRuns: 3000 },
  );
});

test("any text that has bytes is the text of those bytes", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("%", "%FF", "%25", "%41", "%e4", "ä", "\ud800"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const text = pieces.join("");
      const read = pathBytes(text);
      if (read !== null) expect(pathText(read)).toBe(text);
    }),
    { numRuns: 3000 },
  );
});

describe("a path that stays below its data set", () => {
  test.each([
    "a",
    "a/b/c.txt",
    "...",
    ".a/..b/c..",
    " ",
    "a\nb",
    "%25",
    "f%FCr",
    `folder/${MARKER_NAME}`,
    `${MARKER_NAME}2`,
  ])("%j is one", (path) => {
    expect(isSafePath(path)).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["the root", "/"],
    ["an absolute path", "/etc/passwd"],
    ["a folder with its slash", "a/"],
    ["an empty part", "a//b"],
    ["the folder itself", "."],
    ["the folder itself in the middle", "a/./b"],
    ["the folder above", ".."],
    ["the folder above at the end", "a/.."],
    ["the folder above in the middle", "a/../../b"],
    ["a NUL", "a\0b"],
    ["a NUL in escapes", "a%00b"],
    ["a slash in escapes", "a%2Fb"],
    ["dots in escapes", "%2E%2E/a"],
    ["an escape that no name has", "%41"],
    ["half an escape", "a%"],
    ["a lone surrogate", "\udc00"],
    ["the reserved marker in the root", MARKER_NAME],
  ])("%s is none", (_sentence, path) => {
    expect(isSafePath(path)).toBe(false);
  });

  test("never leads out, whatever it is made of", () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "", "a", "%2E", "%2F", "%00", "\\", "\0"), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const path = parts.join("/");
        if (!isSafePath(path)) return;
        const decoded = new TextDecoder("latin1").decode(pathBytes(path) ?? undefined);
        expect(posix.resolve("/set", decoded).startsWith("/set/")).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("is every path of real names but the reserved one", () => {
    const name = fc
      .array(byte, { minLength: 1, maxLength: 12 })
      .map((values) => values.map((b) => (b === 0x2f ? 0x61 : b)));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const texts = names.map((one) => pathText(Uint8Array.from(one)));
        const isReal = texts.every((text) => text !== "." && text !== "..") && texts.join("/") !== MARKER_NAME;
        expect(isSafePath(texts.join("/"))).toBe(isReal);
      }),
    );
  });
});

test.each([
  ["", "a", "a"],
  ["a", "b", "a/b"],
  ["a/b", "c", "a/b/c"],
])("the folder %j and the name %j are %j, and apart again", (folder, name, path) => {
  expect(joinPath(folder, name)).toBe(path);
  expect(folderOf(path)).toBe(folder);
});
