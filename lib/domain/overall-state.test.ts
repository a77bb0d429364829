import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExportState } from "./export-state.ts";
import type { ImportState } from "./import-state.ts";
import { isGreen, overallExport, overallImport } from "./overall-state.ts";

test.each<[states: ExportState[], overall: ExportState]>([
  [[], "NotInitialized"],
  [["FinalState"], "FinalState"],
  [["FinalState", "SteadyState"], "SteadyState"],
  [["SteadyState", "NonSteadyState"], "NonSteadyState"],
  [["NonSteadyState", "NotInitialized"], "NotInitialized"],
  [["NotInitialized", "Unknown"], "Unknown"],
  [["Unknown", "ErrorState"], "ErrorState"],
  [["FinalState", "ErrorState", "FinalState"], "ErrorState"],
])("exports that read %j are %s together", (states, overall) => {
  expect(overallExport(states)).toBe(overall);
});

test.each<[states: ImportState[], overall: ImportState]>([
  [[], "NotInitialized"],
  [["NormalState", "NormalState"], "NormalState"],
  [["NormalState", "NotInitialized"], "NotInitialized"],
  [["NotInitialized", "Unknown"], "Unknown"],
  [["Unknown", "ErrorState"], "ErrorState"],
])("imports that read %j are %s together", (states, overall) => {
  expect(overallImport(states)).toBe(overall);
});

/** D7 as marks: the highest one wins. */
const BADNESS: Record<ExportState | ImportState, number> = {
  FinalState: 0,
  NormalState: 0,
  SteadyState: 1,
  NonSteadyState: 2,
  NotInitialized: 3,
  Unknown: 4,
  ErrorState: 5,
};
const EXPORT_STATES = [
  "FinalState",
  "SteadyState",
  "NonSteadyState",
  "NotInitialized",
  "Unknown",
  "ErrorState",
] as const;
const IMPORT_STATES = ["NormalState", "NotInitialized", "Unknown", "ErrorState"] as const;
const some = <S>(states: readonly S[]) => fc.array(fc.constantFrom(...states), { minLength: 1, maxLength: 8 });

test("the overall state is one of the states, and none is worse", () => {
  const isWorst = <S extends ExportState | ImportState>(states: readonly S[], overall: S) => {
    expect(states).toContain(overall);
    expect(BADNESS[overall]).toBe(Math.max(...states.map((state) => BADNESS[state])));
  };
  fc.assert(fc.property(some(EXPORT_STATES), (states) => isWorst(states, overallExport(states))));
  fc.assert(fc.property(some(IMPORT_STATES), (states) => isWorst(states, overallImport(states))));
});

test("the order in which modules are listed is no matter, nor is saying one twice", () => {
  const shuffled = some(EXPORT_STATES).chain((states) =>
    fc.tuple(fc.constant(states), fc.shuffledSubarray([...states, ...states], { minLength: 2 * states.length })),
  );
  fc.assert(
    fc.property(shuffled, ([states, other]) => {
      expect(overallExport(other)).toBe(overallExport(states));
    }),
  );
});

test("green means FinalState, SteadyState or NormalState, and nothing else", () => {
  const green = [...EXPORT_STATES, ...IMPORT_STATES].filter(isGreen);
  expect(green).toEqual(["FinalState", "SteadyState", "NormalState"]);
});

test("a pool reads green only when each of its modules does", () => {
  fc.assert(
    fc.property(some(EXPORT_STATES), (states) => {
      expect(isGreen(overallExport(states))).toBe(states.every(isGreen));
    }),
  );
});
