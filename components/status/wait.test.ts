import { expect, test } from "vitest";
import { FACES, module, NOW, seconds } from "#lib/testkit/snapshot.ts";
import { waitSentence } from "./wait.ts";

const FILES = { Identity: "ConfServices.DataConf" };
const DIFFERS = { ExportStatus: "ErrorState", Reason: "ownership-conflict" } as const;
const LIMITED = { ExportStatus: "NonSteadyState", Reason: "limit-reached" } as const;
const GUARDED = { ExportStatus: "ErrorState", Reason: "deletion-guard" } as const;

test.each([
  ["Nothing waits", {}],
  ["1 row leaves in 1 min 12 s", { PendingItems: 1 }],
  ["12 rows leave in 1 min 12 s", { PendingItems: 12 }],
  ["12 rows leave now", { PendingItems: 12, NextCycleAt: seconds(-1) }],
  ["12 rows leave now", { PendingItems: 12, Reason: "request-runs", ExportStatus: "NonSteadyState" }],
  ["12 rows wait", { PendingItems: 12, NextCycleAt: null }],
  ["1,216 files and folders, 608\u00a0MB, leave in 1 min 12 s", { ...FILES, PendingItems: 1216, PendingBytes: 608e6 }],
  [
    "1,216 files and folders, 608\u00a0MB, wait; a part of them leaves in 1 min 12 s",
    { ...FILES, ...LIMITED, PendingItems: 1216, PendingBytes: 608e6 },
  ],
  ["12 rows wait; a part of them leaves now", { ...LIMITED, PendingItems: 12, NextCycleAt: seconds(-1) }],
  ["1 row leaves in 1 min 12 s", { ...LIMITED, PendingItems: 1 }],
  ["1 file or folder deleted here: deletions go last", { ...FILES, PendingItems: 1, Reason: "deletions-wait" }],
  ["5 rows wait; deletions among them go last", { PendingItems: 5, Reason: "deletions-wait" }],
  ["12 rows wait; next try in 1 min 12 s", { PendingItems: 12, ExportStatus: "ErrorState" }],
  ["Next try in 1 min 12 s", { ExportStatus: "ErrorState" }],
  ["2 rows leave in 1 min 12 s", { ...DIFFERS, PendingItems: 2 }],
  ["Nothing else waits", { ...DIFFERS, QuarantinedItems: 1 }],
  ["Nothing waits", { ...DIFFERS, Reason: "standby-differs" }],
  ["Nothing else waits", { QuarantinedItems: 2 }],
  [null, { UnackedPackages: 2, UnackedItems: 12 }],
  ["Nothing leaves before its restore has ended", { ExportStatus: "ErrorState", Reason: "restoring" }],
  [
    "Nothing leaves before its restore has ended",
    { ExportStatus: "ErrorState", Reason: "restoring", PendingItems: null },
  ],
  ["12 rows wait for its restore to end", { ExportStatus: "ErrorState", Reason: "restoring", PendingItems: 12 }],
  ["Deletion of 27 rows held back", { PendingItems: 27, HeldItems: 27, Reason: "deletions-wait" }],
  ["1 row leaves in 1 min 12 s", { ...GUARDED, PendingItems: 28, HeldItems: 27 }],
  ["Deletion of 27 rows held back", { ...GUARDED, PendingItems: 27, HeldItems: 27 }],
  ["28 rows wait; deletions among them go last", { PendingItems: 28, HeldItems: 27, Reason: "deletions-wait" }],
  ["What waits is not known", { PendingItems: null, ExportStatus: "NonSteadyState", Reason: "request-runs" }],
  ["What waits is not known; next try in 1 min 12 s", { PendingItems: null, ExportStatus: "ErrorState" }],
  [null, { PendingItems: null, ExportStatus: "Unknown" }],
  ["3 entries leave in 1 min 12 s", { Identity: "Some.LedgerStore", PendingItems: 3 }],
  ["3 items leave in 1 min 12 s", { Identity: "Not.Told", PendingItems: 3 }],
] as const)("%s", (sentence, told) => {
  expect(waitSentence(module(told), FACES, NOW)).toBe(sentence);
});
