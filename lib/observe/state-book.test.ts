import { expect, test } from "vitest";
import type { ExportState } from "#lib/domain/export-state.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";
import type { StateFace } from "#lib/ports/history.ts";
import { aFault, NOON } from "#lib/testkit/builders.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import { StateBook } from "./state-book.ts";

const well = { is: "ended", at: NOON } as const;
const open = (last: StateFace["state"] | null = null) => new StateBook(LANE, "export", last);
const see = (book: StateBook, ms: number, state: ExportState, reason: ReasonCode | null = null) =>
  book.see({ state, reason, unknownSince: state === "Unknown" ? NOON + ms - 15 : null }, well, NOON + ms);
const notable = (book: StateBook, ...states: readonly (readonly [ExportState, ReasonCode?])[]) =>
  states.map(([state, reason], n) => see(book, n, state, reason)?.next?.isNotable ?? null);

test("another state or another reason is a change; the same is none", () => {
  const book = open();
  expect(see(book, 0, "FinalState")).toEqual({
    lane: LANE,
    side: "export",
    untilAt: NOON,
    next: { at: NOON, state: "FinalState", reason: null, sentence: null, path: null, isNotable: false },
  });
  expect(see(book, 5, "FinalState")).toBeNull();
  expect(see(book, 9, "NonSteadyState", "limit-reached")?.next?.reason).toBe("limit-reached");
  expect(see(book, 12, "NonSteadyState", "request-runs")?.next?.reason).toBe("request-runs");
});

test("Unknown is never stored: what was before it ends when it was known last, and nothing begins", () => {
  const book = open();
  see(book, 0, "SteadyState");
  expect(see(book, 40, "Unknown", "partner-unheard")).toMatchObject({ untilAt: NOON + 25, next: null });
  expect(see(book, 45, "Unknown", "partner-unheard")).toBeNull();
  expect(see(book, 50, "SteadyState")?.next).toMatchObject({ at: NOON + 50, state: "SteadyState" });
});

test("a failure says what and where", () => {
  const fault = aFault(NOON, { path: "/srv/files" });
  const change = open().see(
    { state: "ErrorState", reason: "disk-full", unknownSince: null },
    { is: "failed", fault },
    NOON,
  );
  expect(change?.next).toMatchObject({ sentence: "The disk is full.", path: "/srv/files" });
});

test("what is not well is worth telling, and that it is well again; what is well all the time is not", () => {
  expect(
    notable(open(), ["FinalState"], ["SteadyState"], ["ErrorState", "disk-full"], ["SteadyState"], ["FinalState"]),
  ).toEqual([false, false, true, true, false]);
  expect(
    notable(open(), ["NonSteadyState", "request-runs"], ["SteadyState"], ["NonSteadyState", "limit-reached"]),
  ).toEqual([false, false, true]);
  const again = notable(open("ErrorState"), ["NotInitialized", "starting"], ["SteadyState"], ["FinalState"]);
  expect(again).toEqual([false, true, false]);
});
