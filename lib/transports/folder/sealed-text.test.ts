import fc from "fast-check";
import { expect, test } from "vitest";
import { sealed, unsealed } from "./sealed-text.ts";

const VALUE = { format: 1, quarantine: { items: 1 }, name: 'a "b" }\u00e9', at: "2026-11-21T12:00:00.000Z", own: null };

test("what was sealed is read as it was, and is JSON for everybody", () => {
  fc.assert(
    fc.property(fc.record({ a: fc.json(), b: fc.string({ unit: "binary" }), sha256: fc.string() }), (value) => {
      expect(unsealed(sealed(value))).toBe(JSON.stringify(value));
      expect(JSON.parse(sealed({ value }))).toMatchObject({ value });
    }),
  );
});

test("no single bit may be another one", () => {
  const bytes = Buffer.from(sealed(VALUE));
  for (let at = 0; at < bytes.length * 8; at++) {
    const flipped = Buffer.from(bytes);
    flipped[at >> 3] = (flipped[at >> 3] ?? 0) ^ (1 << (at & 7));
    expect(unsealed(flipped.toString("utf8")), `bit ${at}`).toBeNull();
  }
});

test("what is cut short, is followed by more or carries no seal is none", () => {
  const text = sealed(VALUE);
  for (let end = 0; end < text.length; end++) expect(unsealed(text.slice(0, end))).toBeNull();
  for (const other of [`${text}\n`, ` ${text}`, `${JSON.stringify(VALUE)}\n`, "", "null"]) {
    expect(unsealed(other)).toBeNull();
  }
});
