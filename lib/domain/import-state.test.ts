import fc from "fast-check";
import { expect, test } from "vitest";
import { type ImportEvidence, type ImportState, importState } from "./import-state.ts";

test.each<[sentence: string, seen: ImportEvidence, state: ImportState]>([
  ["a pool that is not heard tells nothing", { kind: "unheard" }, "Unknown"],
  ["an import that has not looked since service start", { kind: "never-ran" }, "NotInitialized"],
  ["an import that failed", { kind: "failed", why: "package-damaged" }, "ErrorState"],
  ["an import that works", { kind: "ran" }, "NormalState"],
])("%s", (_sentence, seen, state) => {
  expect(importState(seen)).toBe(state);
});

test("only an import that ran is Normal, whatever the fault of another is called", () => {
  const anyEvidence: fc.Arbitrary<ImportEvidence> = fc.oneof(
    fc.record({ kind: fc.constantFrom("unheard" as const, "never-ran" as const, "ran" as const) }),
    fc.record({ kind: fc.constant("failed" as const), why: fc.string() }),
  );
  const twin = new Map([
    ["unheard", "Unknown"],
    ["never-ran", "NotInitialized"],
    ["failed", "ErrorState"],
    ["ran", "NormalState"],
  ]);
  fc.assert(
    fc.property(anyEvidence, (seen) => {
      expect(importState(seen)).toBe(twin.get(seen.kind));
    }),
  );
});
