import { expect, test } from "vitest";
import { aBeat, HOUR, NOON, RUN_ID, SECOND } from "#lib/testkit/builders.ts";
import { hear } from "./hearing.ts";

const process = { running: true, runId: RUN_ID };

test.each<[sentence: string, fresh: boolean, silentMs: number | null]>([
  ["at once after its beat", true, 0],
  ["when it stood still for exactly 15 s", true, 15 * SECOND],
  ["no more a millisecond later", false, 15 * SECOND + 1],
  ["no more after a stop of an hour", false, HOUR],
  ["not while nobody can say how long it stands still", false, null],
])("the engine is heard %s: %s", (_sentence, fresh, silentMs) => {
  expect(hear(aBeat(NOON), process, silentMs)).toEqual({ runId: RUN_ID, heardAt: NOON, fresh });
});

test.each([
  ["its process does not run", { running: false, runId: RUN_ID }],
  ["another run than the beat's is alive", { running: true, runId: "run-2" }],
  ["no run is known", { running: true, runId: null }],
])("the engine is not heard when %s, however young the beat is", (_sentence, living) => {
  expect(hear(aBeat(NOON), living, 0)).toEqual({ runId: null, heardAt: NOON, fresh: false });
});

test("the engine is not heard before its first beat", () => {
  expect(hear(null, process, 0)).toEqual({ runId: null, heardAt: null, fresh: false });
});
