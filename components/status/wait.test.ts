import { expect, test } from "vitest";
import { module, NOW, seconds } from "#lib/testkit/snapshot.ts";
import { restSentences, waitSentence } from "./wait.ts";

const FILES = { Identity: "ConfServices.DataConf" };

test.each([
  ["Nothing waits", {}],
  ["1 row leaves in 1 min 12 s", { PendingItems: 1 }],
  ["12 rows leave in 1 min 12 s", { PendingItems: 12 }],
  ["12 rows leave now", { PendingItems: 12, NextCycleAt: seconds(-1) }],
  ["12 rows leave now", { PendingItems: 12, Reason: "request-runs", ExportStatus: "NonSteadyState" }],
  ["12 rows wait", { PendingItems: 12, NextCycleAt: null }],
  ["1,216 files and folders, 608 MB, leave in 1 min 12 s", { ...FILES, PendingItems: 1216, PendingBytes: 608e6 }],
  ["1 file or folder deleted here is still on the partner", { ...FILES, PendingItems: 1, Reason: "deletions-wait" }],
  ["5 rows wait; deletions among them do not leave", { PendingItems: 5, Reason: "deletions-wait" }],
  ["12 rows wait; next try in 1 min 12 s", { PendingItems: 12, ExportStatus: "ErrorState" }],
  ["Next try in 1 min 12 s", { ExportStatus: "ErrorState" }],
  [null, { PendingItems: null }],
  ["3 items leave in 1 min 12 s", { Identity: "Some.NewModule", PendingItems: 3 }],
] as const)("%s", (sentence, told) => {
  expect(waitSentence(module(told), NOW)).toBe(sentence);
});

test("what is sent but not acknowledged, and what is left out, is said apart", () => {
  expect(restSentences(module({ UnackedPackages: 2, IgnoredItems: 1 }))).toEqual([
    "2 packages sent, not acknowledged yet",
    "1 link or device ignored: never copied",
  ]);
  expect(restSentences(module({ UnackedPackages: null, IgnoredItems: 0 }))).toEqual([]);
});
