import { expect, test } from "vitest";
import { module, NOW, seconds } from "#lib/testkit/snapshot.ts";
import { type Passage, passed } from "./passage.ts";

type Told = NonNullable<Parameters<typeof module>[0]>;
const waits = (PendingItems: number | null, UnackedPackages: number | null = 0, more: Told = {}) =>
  module({ PendingItems, UnackedPackages, ...more });
const LEFT: Passage = { is: "left", items: 12, at: seconds(-3) };

test.each<[string, Told, Told, Passage | null, Passage | null]>([
  ["what waits is no passage", waits(0), waits(12), null, null],
  ["twelve leave", waits(12), waits(0, 1), null, { ...LEFT, at: NOW }],
  ["they are acknowledged", waits(0, 1), waits(0, 0), LEFT, { is: "arrived", items: 12, at: NOW }],
  ["three more leave meanwhile", waits(3, 1), waits(0, 2), LEFT, { is: "left", items: 15, at: NOW }],
  ["nothing new keeps the moment", waits(0, 2), waits(0, 1), LEFT, LEFT],
  ["so fast that both were seen at once", waits(12), waits(0), null, { is: "arrived", items: 12, at: NOW }],
  ["a part leaves, a limit holds the rest", waits(12), waits(5, 1), null, { is: "left", items: 7, at: NOW }],
  ["a failure says nothing", waits(12), waits(0, 1, { ExportStatus: "ErrorState" }), LEFT, null],
  ["silence says nothing", waits(12), waits(null, null, { ExportStatus: "Unknown" }), LEFT, null],
  ["after silence nothing has left", waits(null, null), waits(0), null, null],
  ["held deletions that were dropped have not left", waits(30, 0, { HeldItems: 27 }), waits(3), null, null],
  ["held deletions that were released still wait", waits(30, 0, { HeldItems: 27 }), waits(30), null, null],
  [
    "what else waited beside held ones leaves",
    waits(30, 0, { HeldItems: 27 }),
    waits(27, 1, { HeldItems: 27 }),
    null,
    { is: "left", items: 3, at: NOW },
  ],
])("%s", (_, before, now, last, next) => {
  expect(passed(module(before), module(now), last, NOW)).toEqual(next);
});
