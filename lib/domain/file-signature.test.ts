import fc from "fast-check";
import { expect, test } from "vitest";
import { type FileSignature, isSameItem, readSignature, signatureText } from "./file-signature.ts";

const FILE: FileSignature = {
  is: "file",
  bytes: 7,
  mtimeNs: 1_600_000_000_123_456_789n,
  mode: 0o640,
  sha256: "a".repeat(64),
};

const file = fc.record({
  is: fc.constant("file" as const),
  bytes: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  mtimeNs: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
  mode: fc.nat({ max: 0o777 }),
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
});
const folder = fc.record({ is: fc.constant("folder" as const), mode: fc.nat({ max: 0o777 }) });

test("a signature is read back as it was written", () => {
  expect(signatureText(FILE)).toBe(`file:640:7:1600000000123456789:${"a".repeat(64)}`);
  fc.assert(
    fc.property(fc.oneof(file, folder), (one) => {
      expect(readSignature(signatureText(one))).toEqual({ ...one });
    }),
  );
});

test.each([
  "",
  "file",
  "folder",
  "folder 9",
  "folder 0755",
  "file 640 7 1 abc",
  "link 777",
  " folder 755",
  "folder 755 ",
])("%j is none", (text) => expect(readSignature(text)).toBeNull());

test("an item is the same when all is that travels; times as near as a copy can have them", () => {
  const with_ = (more: Partial<typeof FILE>) => isSameItem(FILE, { ...FILE, ...more } as FileSignature);
  expect(with_({})).toBe(true);
  expect(with_({ mtimeNs: FILE.mtimeNs - 1_999n })).toBe(true);
  expect(with_({ mtimeNs: FILE.mtimeNs + 2_000n })).toBe(false);
  expect(with_({ mode: 0o644 })).toBe(false);
  expect(with_({ bytes: 8 })).toBe(false);
  expect(with_({ sha256: "b".repeat(64) })).toBe(false);
  expect(isSameItem(FILE, { is: "folder", mode: 0o640 })).toBe(false);
  expect(isSameItem({ is: "folder", mode: 0o700 }, { is: "folder", mode: 0o755 })).toBe(false);
  expect(isSameItem({ ...FILE, mtimeNs: -1n }, { ...FILE, mtimeNs: -1_000_001n })).toBe(true);
  expect(isSameItem({ ...FILE, mtimeNs: -1n }, { ...FILE, mtimeNs: -2_000_001n })).toBe(false);
});
