import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type FileSignature,
  isSameItem,
  isSameSignature,
  rangeForm,
  readSignature,
  signatureText,
  UNREAD,
} from "./file-signature.ts";

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

/** A time as a copy has it: set as seconds in a double, kept by the file system in nanoseconds, or in steps of 100 of them. */
const copied = (mtimeNs: bigint, step: bigint) => {
  const seconds = Number(mtimeNs) / 1e9;
  const whole = Math.floor(seconds);
  const ns = BigInt(whole) * 1_000_000_000n + BigInt(Math.trunc((seconds - whole) * 1e9));
  return ns - (ns % step);
};
// From 2004 to 2100: of older ones a copy in steps of 100 ns may look different, which costs a range that is opened.
const present = fc.bigInt({ min: 1_080_000_000_000_000_000n, max: 4_102_444_800_000_000_000n });

test("an original and its copy are one text where ranges are hashed, and what is one text is the same item", () => {
  fc.assert(
    fc.property(present, fc.constantFrom(1n, 100n), (mtimeNs, step) => {
      const copy = { ...FILE, mtimeNs: copied(mtimeNs, step) };
      const forms = [
        rangeForm(signatureText({ ...FILE, mtimeNs }), "original"),
        rangeForm(signatureText(copy), "copy"),
      ];
      expect(forms[0]).toBe(forms[1]);
    }),
  );
  fc.assert(
    fc.property(present, fc.bigInt({ min: -5_000n, max: 5_000n }), (mtimeNs, apart) => {
      const [one, other] = [mtimeNs, mtimeNs + apart].map((ns) => ({ ...FILE, mtimeNs: ns < 0n ? 0n : ns }));
      if (!one || !other || rangeForm(signatureText(one), "original") !== rangeForm(signatureText(other), "copy"))
        return;
      expect(isSameItem(one, other)).toBe(true);
    }),
  );
});

test("content that was not read says nothing, and all else does", () => {
  const text = (more: Partial<typeof FILE>) => signatureText({ ...FILE, ...more } as FileSignature);
  expect(isSameSignature(text({}), text({ sha256: UNREAD }))).toBe(true);
  expect(isSameSignature(text({}), text({ sha256: UNREAD, bytes: 8 }))).toBe(false);
  expect(isSameSignature(text({}), text({ sha256: "b".repeat(64) }))).toBe(false);
  expect(isSameSignature(text({}), "folder:755")).toBe(false);
  expect(isSameSignature("folder:755", "folder:755")).toBe(true);
});
