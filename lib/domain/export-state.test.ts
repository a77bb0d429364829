import fc from "fast-check";
import { expect, test } from "vitest";
import { type ExportEvidence, type ExportState, exportState } from "./export-state.ts";

const ran = (
  leftOver: number,
  outstanding: number,
  more: "partner unheard" | "proof open" | "" = "",
): ExportEvidence => ({
  kind: "ran",
  leftOver,
  outstanding,
  partner: more === "partner unheard" ? "unheard" : "heard",
  proof: more === "proof open" ? "open" : "closed",
});

test.each<[line: string, sentence: string, seen: ExportEvidence, state: ExportState]>([
  [
    "3.2.1",
    "a module of another master does not export",
    { kind: "not-exporting", why: "not-cms-master" },
    "NotInitialized",
  ],
  ["3.2.1", "an unpaired pool does not export", { kind: "not-exporting", why: "unpaired" }, "NotInitialized"],
  ["3.2.2", "no attempt has ended since service start", { kind: "never-ran" }, "NotInitialized"],
  ["3.2.3", "the last attempt failed", { kind: "failed", why: "disk-full" }, "ErrorState"],
  ["3.2.4", "one item was left after the limit", ran(1, 1), "NonSteadyState"],
  ["3.2.4", "a cycle was far too small", ran(1_000_000, 2_000_000), "NonSteadyState"],
  ["3.2.5", "nothing pending and everything acked", ran(0, 0), "FinalState"],
  ["3.2.6", "everything went out and one ack is outstanding", ran(0, 1), "SteadyState"],
  ["3.2.6", "changes of after the cut-off wait for the next cycle", ran(0, 70_000), "SteadyState"],
  ["D2", "nothing waits, but a clause of L5 is not proved", ran(0, 0, "proof open"), "SteadyState"],
  ["D2", "a backlog is one though all of L5 else holds", ran(1, 1, "proof open"), "NonSteadyState"],
  ["D16", "a request accepted a moment ago is pending work", ran(1, 0), "NonSteadyState"],
  ["D20", "the pool is unheard", { kind: "unheard" }, "Unknown"],
  ["D20", "what would be Final rests on an old word", ran(0, 0, "partner unheard"), "Unknown"],
  ["D20", "what would be Steady rests on an old word", ran(0, 3, "partner unheard"), "Unknown"],
  ["D20", "a backlog is known without the partner", ran(3, 3, "partner unheard"), "NonSteadyState"],
])("%s: %s", (_line, _sentence, seen, state) => {
  expect(exportState(seen)).toBe(state);
});

/** Any evidence; small counts, so that zero and one are met often. */
const anyEvidence: fc.Arbitrary<ExportEvidence> = fc.oneof(
  fc.constant<ExportEvidence>({ kind: "unheard" }),
  fc.record({ kind: fc.constant("not-exporting" as const), why: fc.constantFrom("not-cms-master", "unpaired") }),
  fc.constant<ExportEvidence>({ kind: "never-ran" }),
  fc.record({ kind: fc.constant("failed" as const), why: fc.string() }),
  fc.record({
    kind: fc.constant("ran" as const),
    leftOver: fc.oneof(fc.constantFrom(0, 1), fc.nat()),
    outstanding: fc.oneof(fc.constantFrom(0, 1), fc.nat()),
    partner: fc.constantFrom("heard", "unheard"),
    proof: fc.constantFrom("closed", "open"),
  }),
);

type Seen = { kind: string; leftOver?: number; outstanding?: number; partner?: string; proof?: string };

/** DOMAIN 3.2 as a person would tick it off: the first sentence that is true of the evidence names the state. */
const RULES: readonly (readonly [when: (seen: Seen) => boolean, state: ExportState])[] = [
  [(seen) => seen.kind === "unheard", "Unknown"],
  [(seen) => seen.kind === "not-exporting", "NotInitialized"],
  [(seen) => seen.kind === "never-ran", "NotInitialized"],
  [(seen) => seen.kind === "failed", "ErrorState"],
  [(seen) => seen.leftOver !== 0, "NonSteadyState"],
  [(seen) => seen.partner !== "heard", "Unknown"],
  [(seen) => seen.outstanding === 0 && seen.proof === "closed", "FinalState"],
  [() => true, "SteadyState"],
];

test("the law agrees with its twin on any evidence", () => {
  fc.assert(
    fc.property(anyEvidence, (seen) => {
      const rule = RULES.find(([when]) => when(seen));
      expect(exportState(seen)).toBe(rule?.[1]);
    }),
    { numRuns: 2000 },
  );
});

test.each<[sentence: string, seen: ExportEvidence]>([
  ["an item left over", ran(1, 0)],
  ["an item outstanding", ran(0, 1)],
  ["a partner that is not heard", ran(0, 0, "partner unheard")],
  ["a clause that is not proved", ran(0, 0, "proof open")],
])("%s alone is enough to be not Final", (_sentence, seen) => {
  expect(exportState(seen)).not.toBe("FinalState");
});
