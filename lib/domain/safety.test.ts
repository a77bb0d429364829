import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeSafety, type SafetyEvidence } from "./safety.ts";

const ACKED: SafetyEvidence = { compared: "not-compared", waits: false, isAcked: true, doubt: null };

test.each<[string, Partial<SafetyEvidence>, string]>([
  ["both copies were read and are the same", { compared: "equal" }, "Equal"],
  ["they were read and are not", { compared: "different" }, "Different"],
  ["nothing waits and the partner has acknowledged", {}, "Acknowledged"],
  ["nothing was ever acknowledged", { isAcked: false }, "Unknown"],
  ["a change waits", { waits: true }, "Waits"],
  ["a change waits, whatever else is doubtful", { waits: true, doubt: "partner-unheard", isAcked: false }, "Waits"],
  ["the book could not be read", { waits: null }, "Unknown"],
  ["the engine is silent", { doubt: "engine-unheard" }, "Unknown"],
  ["the partner is silent", { doubt: "partner-unheard" }, "Unknown"],
  ["the standby is lost", { doubt: "standby-lost" }, "Unknown"],
  ["the last look is old", { doubt: "look-old" }, "Unknown"],
])("%s", (_, more, expected) => {
  expect(judgeSafety({ ...ACKED, ...more })).toBe(expected);
});

test("nothing is called equal that was not compared", () => {
  const evidence = fc.record({
    compared: fc.constantFrom("different" as const, "not-compared" as const),
    waits: fc.constantFrom(true, false, null),
    isAcked: fc.boolean(),
    doubt: fc.constantFrom(null, "engine-unheard" as const, "partner-unheard" as const),
  });
  fc.assert(fc.property(evidence, (one) => judgeSafety(one) !== "Equal"));
});
